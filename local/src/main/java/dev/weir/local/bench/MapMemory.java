package dev.weir.local.bench;

import dev.weir.local.supervisor.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What 10,000 policies that select the same pods cost in the maps, with peers of 1,000 identities: the kernel's own count of bytes, of maps that
 * a real daemon has filled. Entries are sums: peers, ports, and pairs that some policy admits.
 */
record MapMemory(Installation installation) {

    private static final int POLICIES = 10_000;
    private static final int IDENTITIES = 1_000;
    private static final Pair PODS = new Pair("memory", 3);
    private static final int PORT = 900;
    private static final Path PINS = Path.of("/sys/fs/bpf/weir", BenchNode.NAME);
    private static final List<String> MAPS =
            List.of("endpoint_map", "subject_map", "identity_map", "peer_class_map", "port_class_map", "verdict_map");

    Map<String, Object> measure() throws IOException {
        Path directory = Files.createTempDirectory("weir-bench");
        Path socket = directory.resolve("server.sock");
        try (BenchControlPlane controlPlane = new BenchControlPlane(socket);
                BenchNode node = new BenchNode(installation, directory, socket, List.of(PODS))) {
            node.attach(PODS);
            Map<String, Long> empty = bytes();
            controlPlane.publish(new ManyPolicies(POLICIES, IDENTITIES, PODS, PORT).snapshot(1, 1));
            return figures(empty, bytes());
        } finally {
            RunDirectory.deleteTree(directory);
        }
    }

    private static Map<String, Object> figures(Map<String, Long> empty, Map<String, Long> filled) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("policies", POLICIES);
        figures.put("identities", IDENTITIES);
        figures.put("pods", PODS.pods().size());
        long sum = 0;
        long before = 0;
        for (String map : MAPS) {
            figures.put(map + "_bytes", filled.get(map));
            sum += filled.getOrDefault(map, 0L);
            before += empty.getOrDefault(map, 0L);
        }
        figures.put("bytes", sum);
        figures.put("bytes_of_empty_maps", before);
        figures.put("bytes_a_policy", (sum - before) / POLICIES);
        return figures;
    }

    private static Map<String, Long> bytes() {
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (String map : MAPS) {
            String shown = Shell.run(List.of(
                    "bpftool",
                    "-j",
                    "map",
                    "show",
                    "pinned",
                    folder().resolve(map).toString()));
            JsonNode answer = JsonMapper.shared().readTree(shown);
            bytes.put(map, answer.path("bytes_memlock").asLong());
        }
        return bytes;
    }

    private static Path folder() {
        try (Stream<Path> versions = Files.list(PINS)) {
            return versions.findFirst().orElseThrow(() -> new BenchException("the daemon has pinned nothing"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
