package dev.weir.local.supervisor;

import dev.weir.local.fabric.FabricException;
import dev.weir.local.fabric.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Removes whatever a local cluster has left, finished or killed in the middle: processes, pinned BPF objects, namespaces, mounts, files. Recognises all of it by
 * itself, in this order: nothing is removed that a living process still uses. Doing it twice does no harm.
 */
record Cleanup(RunDirectory run) {

    private static final int PATIENCE_SECONDS = 5;
    private static final int NAMESPACES_SECONDS = 60;
    private static final Path PINS = Mounts.BPFFS.resolve("weir");

    /** Whether there is anything to remove. */
    boolean needed() {
        try {
            return !Processes.parts().isEmpty()
                    || !NetworkNamespace.existing().isEmpty()
                    || !pins().isEmpty()
                    || Files.exists(run.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void clean() {
        try {
            Processes.end(
                    Processes.parts().stream().map(Processes.Part::process).toList(), PATIENCE_SECONDS);
            Processes.end(Processes.insideNamespaces(), PATIENCE_SECONDS);
            removePins();
            removeNamespaces();
            new Mounts(run).undo();
            run.delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Agents that are just ending remove some of them at the same time; those that are left are looked up again.
    private static void removeNamespaces() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(NAMESPACES_SECONDS);
        while (!NetworkNamespace.existing().isEmpty()) {
            try {
                NetworkNamespace.deleteAll(NetworkNamespace.existing());
            } catch (FabricException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
            }
        }
    }

    // Other daemons on this machine, such as those of the tests, have their pins beside ours: without them their pods
    // would be open.
    private static List<Path> pins() throws IOException {
        if (!Files.isDirectory(PINS)) {
            return List.of();
        }
        try (Stream<Path> nodes = Files.list(PINS)) {
            return nodes.filter(node -> String.valueOf(node.getFileName()).startsWith("weir-node-"))
                    .toList();
        }
    }

    private static void removePins() throws IOException {
        for (Path node : pins()) {
            RunDirectory.deleteTree(node);
        }
        if (Files.isDirectory(PINS) && isEmpty(PINS)) {
            Files.delete(PINS);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }
}
