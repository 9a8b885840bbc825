package dev.weir.local.supervisor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The built programs, in the tree in which {@code ./weir} built them. */
public record Installation(Path tree) {

    private static final String SERVER_HEAP = "512m";
    private static final List<String> SERVER = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            // Small until it has to be large, and the start-up cache where it wants to be: tens of megabytes less.
            "-Xms8m",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

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
        return server(SERVER_HEAP);
    }

    /** @param heap in the JVM's words, like {@code 512m} */
    public List<String> server(String heap) {
        List<String> options = new ArrayList<>(SERVER);
        options.add("-Xmx" + heap);
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
