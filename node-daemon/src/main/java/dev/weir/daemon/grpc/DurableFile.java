package dev.weir.daemon.grpc;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Replaces a file as a whole: a reader, also after a crash, finds the old content or the new one. */
final class DurableFile {
    private DurableFile() {}

    /** Writes the content of a file, piece by piece when it is large. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Durable when it returns. */
    static void replace(Path file, Content content) throws IOException {
        write(file, content, true);
        try (var folder = FileChannel.open(file.toAbsolutePath().getParent())) {
            folder.force(true);
        }
    }

    /** Whole, but a power cut may bring the old content back. */
    static void replaceLazily(Path file, Content content) throws IOException {
        write(file, content, false);
    }

    private static void write(Path file, Content content, boolean durable) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var temporary = file.resolveSibling(file.getFileName() + ".new");
        try (var channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var out = new BufferedOutputStream(Channels.newOutputStream(channel));
            content.writeTo(out);
            out.flush();
            if (durable) {
                channel.force(false);
            }
        }
        Files.move(temporary, file, ATOMIC_MOVE, REPLACE_EXISTING);
    }
}
