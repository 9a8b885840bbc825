package dev.weir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever happens to the cluster, the next command finds its way, and nothing stays behind. */
@Tag("e2e")
@ExtendWith(ClusterExtension.class)
class LeftoverE2ETests {

    @Test
    void downLeavesTheMachineAsItWasBeforeUp(Cluster cluster) throws IOException {
        cluster.weir("down").orFail();
        List<String> before = traces();
        cluster.weir("up", "--detach").orFail();
        assertThat(traces()).isNotEqualTo(before);
        cluster.weir("down").orFail();
        assertThat(traces()).isEqualTo(before);
        assertThat(Path.of("/run/weir")).doesNotExist();
        cluster.weir("up", "--detach").orFail();
    }

    @Test
    void upRecoversAfterEverythingWasKilled(Cluster cluster) {
        for (long pid : pids(cluster)) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        assertThat(cluster.weir("status").succeeded()).isFalse();
        cluster.weir("up", "--detach").orFail();
        assertThat(cluster.weir("status").orFail()).contains("weir-node-1", "weir-node-2");
        assertThat(pids(cluster)).hasSize(4);
    }

    @Test
    void commandsThatFindNothingToDoSaySo(Cluster cluster) {
        assertThat(cluster.weir("up", "--detach").orFail()).contains("Console", "admin /");
        assertThat(cluster.weir("exec", "default/nobody", "--", "true").output())
                .contains("There is no pod default/nobody");
        assertThat(cluster.weir("exec", "default/rogue", "--", "ip", "-br", "address")
                        .orFail())
                .contains("10.244.");
    }

    private static List<Long> pids(Cluster cluster) {
        JsonNode status =
                JsonMapper.shared().readTree(cluster.weir("status", "--json").output());
        return status.get("parts")
                .valueStream()
                .map(part -> part.get("pid").asLong())
                .toList();
    }

    /** Namespaces, pins, mounts and interfaces of the machine; the namespaces and pins of other tests come and go. */
    private static List<String> traces() throws IOException {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
            Stream<String> namespaces = Command.run("ip", "netns").output().lines();
            Stream<String> pins = Command.run("find", "/sys/fs/bpf", "-maxdepth", "3")
                    .output()
                    .lines();
            Stream<String> links = Command.run("ip", "-br", "link").output().lines();
            return Stream.of(
                            namespaces.filter(line -> line.startsWith("weir")),
                            pins.filter(line -> line.contains("weir-node-")),
                            links,
                            mounts.map(line -> line.split(" ")[4])
                                    .filter(path -> path.startsWith("/sys/fs/bpf") || path.contains("netns/weir")))
                    .flatMap(lines -> lines)
                    .sorted()
                    .toList();
        }
    }
}
