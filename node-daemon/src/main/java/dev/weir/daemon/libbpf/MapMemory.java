package dev.weir.daemon.libbpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel accounts to a map: the line {@code memlock} of its descriptor in procfs. */
final class MapMemory {
    private static final String LINE = "memlock:";

    private MapMemory() {}

    /** 0 when the kernel does not say. */
    static long bytes(BpfMap map) {
        try (var lines = Files.lines(Path.of("/proc/self/fdinfo/" + map.fd()))) {
            return lines.filter(line -> line.startsWith(LINE))
                    .mapToLong(
                            line -> Long.parseLong(line.substring(LINE.length()).strip()))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
