package dev.weir.local.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the built parts are, below the top of the repository. */
record Installation(Path top) {

    Installation {
        for (Path part : new Path[] {daemon(top), bpfObject(top), latency(top), flood(top)}) {
            if (!Files.exists(part)) {
                throw new BenchException(part + " is missing. Build it first: ./weir build");
            }
        }
    }

    Path daemon() {
        return daemon(top);
    }

    Path bpfObject() {
        return bpfObject(top);
    }

    Path latency() {
        return latency(top);
    }

    Path flood() {
        return flood(top);
    }

    /** The JVM's flags of a daemon in production. */
    Path daemonOptions() {
        return top.resolve("node-daemon/daemon.options");
    }

    String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path daemon(Path top) {
        return top.resolve("node-daemon/target/weir-node-daemon.jar");
    }

    private static Path bpfObject(Path top) {
        return top.resolve("bpf/build/weir.bpf.o");
    }

    private static Path flood(Path top) {
        return top.resolve("bench/build/flood");
    }

    private static Path latency(Path top) {
        return top.resolve("bench/build/latency");
    }
}
