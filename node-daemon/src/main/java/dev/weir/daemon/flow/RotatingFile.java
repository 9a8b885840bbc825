package dev.weir.daemon.flow;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file of lines that is renamed when it is full. Names are GKE's: {@code policy_action.log}, and
 * {@code policy_action-2026-11-22T10-15-30.123.log} in local time for those before it. A file that could not be opened or
 * written is tried again with the next line.
 */
final class RotatingFile implements AutoCloseable {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss.SSS").withZone(ZoneId.systemDefault());

    private final RecordOptions.File options;
    private final Path file;
    private final String stem;
    private final InstantSource clock;
    private @Nullable FileChannel channel;
    private long size;

    RotatingFile(RecordOptions.File options, InstantSource clock) {
        this.options = options;
        file = options.path();
        this.clock = clock;
        var name = file.getFileName().toString();
        stem = name.substring(0, name.length() - ".log".length());
    }

    /**
     * @param lines with their line feeds; they come into one file
     * @throws IOException when they could not be written; they are then lost
     */
    void write(ByteBuffer lines) throws IOException {
        var open = opened();
        if (size > 0 && size + lines.remaining() > options.maxBytes()) {
            rotate();
            open = opened();
        }
        append(open, lines);
    }

    private void append(FileChannel open, ByteBuffer lines) throws IOException {
        try {
            while (lines.hasRemaining()) {
                size += open.write(lines);
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private FileChannel opened() throws IOException {
        var open = channel;
        if (open == null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            open = FileChannel.open(file, CREATE, WRITE, APPEND);
            channel = open;
            if (endsWithinALine()) {
                open.write(ByteBuffer.wrap(new byte[] {'\n'}));
            }
            size = open.size();
        }
        return open;
    }

    // Who died or found the disk full while it wrote has left a piece of a line. The next line is to be one of its own.
    // Nothing is cut off: a collector takes a file that shrinks for another one.
    private boolean endsWithinALine() throws IOException {
        try (var in = FileChannel.open(file, READ)) {
            var last = ByteBuffer.allocate(1);
            return in.size() > 0 && in.read(last, in.size() - 1) == 1 && last.get(0) != '\n';
        }
    }

    private void rotate() throws IOException {
        close();
        var backup = file.resolveSibling(stem + "-" + STAMP.format(clock.instant()) + ".log");
        Files.move(file, backup);
        removeOldBackups();
    }

    private void removeOldBackups() throws IOException {
        try (var siblings = Files.list(file.toAbsolutePath().getParent())) {
            var old = siblings.filter(this::isBackup)
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .skip(options.backups())
                    .toList();
            for (var backup : old) {
                Files.deleteIfExists(backup);
            }
        }
    }

    private boolean isBackup(Path sibling) {
        return sibling.getFileName().toString().matches(Pattern.quote(stem) + "-\\d{4}-\\d\\d-\\d\\dT[\\d.-]+\\.log");
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
