package dev.weir.local.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The built programs, in the tree in which {@code ./weir} built them. */
public record Installation(Path tree) {

    /** Of a cluster of 5,000 pods; the chart's {@code server.heap} is the same. */
    public static final String SERVER_HEAP = "128m";

    /** For the server, of both allocators in it, that of the C library and that of the record store: few places, and what is free goes back. */
    public static final Map<String, String> SERVER_ENVIRONMENT =
            Map.of("MALLOC_ARENA_MAX", "1", "DUCKDB_JE_MALLOC_CONF", "narenas:1,dirty_decay_ms:10000,muzzy_decay_ms:0");

    /** The tree that the property {@code weir.tree} names; {@code ./weir} sets it. */
    public static Installation fromProperty() {
        return new Installation(Path.of(System.getProperty("weir.tree", ".")).toAbsolutePath());
    }

    /** Where the logs of the last cluster are kept. */
    Path logs() {
        return tree.resolve(".weir/log");
    }

    Path bpfObject() {
        return tree.resolve("bpf/build/weir.bpf.o");
    }

    List<String> server() {
        return server(List.of("-Xmx" + SERVER_HEAP));
    }

    /** @param more of the JVM's options; of two that contradict each other the later one counts, and these come last */
    public List<String> server(List<String> more) {
        List<String> options = new ArrayList<>(List.of("@" + tree.resolve("server.options")));
        options.addAll(more);
        return java("server", options, tree.resolve(".weir/server/weir-server.jar"));
    }

    List<String> daemon() {
        Path options = tree.resolve("node-daemon/daemon.options");
        return java("daemon", List.of("@" + options), tree.resolve("node-daemon/target/weir-node-daemon.jar"));
    }

    /** With the AOT cache when the build has made one; a cache of other flags or another jar would only be ignored. */
    private List<String> java(String part, List<String> options, Path jar) {
        if (!Files.exists(jar)) {
            throw new LocalClusterException("The program " + jar + " has not been built; run ./weir build.");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        Path cache = tree.resolve(".weir/aot/" + part + ".aot");
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
        }
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }
}
