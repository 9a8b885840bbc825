package dev.weir.local.supervisor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The two mounts that the local cluster may need: the BPF filesystem, and the one that {@code ip netns} makes of /run/netns. What is missing is noted before it is
 * mounted, so that {@link #undo} removes exactly that, after any crash.
 */
record Mounts(RunDirectory run) {

    static final Path BPFFS = Path.of("/sys/fs/bpf");
    static final Path NETNS = Path.of("/run/netns");

    void prepare() {
        if (!mounted(BPFFS)) {
            note(BPFFS);
            Command.run("mount", "-t", "bpf", "bpf", BPFFS.toString());
        }
        if (!mounted(NETNS)) {
            // ip mounts it with the first namespace.
            note(NETNS);
        }
    }

    /** Leaves what others use meanwhile: a directory with namespaces or pins in it stays mounted. */
    void undo() {
        for (Path noted : noted()) {
            while (mounted(noted) && isEmpty(noted)) {
                Command.run("umount", noted.toString());
            }
        }
        if (noted().contains(NETNS) && Files.isDirectory(NETNS) && isEmpty(NETNS)) {
            RunDirectory.deleteTree(NETNS);
        }
    }

    private void note(Path mount) {
        try {
            Files.writeString(run.mounts(), mount + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> noted() {
        return run.read(run.mounts()).stream()
                .flatMap(String::lines)
                .map(Path::of)
                .distinct()
                .toList();
    }

    private static boolean mounted(Path path) {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
            return isMountPoint(mounts, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fifth field of a line is where the mount is. */
    static boolean isMountPoint(Stream<String> mountinfo, Path path) {
        return mountinfo.anyMatch(line -> line.split(" ")[4].equals(path.toString()));
    }

    private static boolean isEmpty(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
