package dev.weir.flow.otlp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The position of the last record that the collector has taken, in a file. It is replaced as a whole; when it is lost, the export begins anew. */
final class ExportCursor {
    private final Path file;

    ExportCursor(Path file) {
        this.file = file;
    }

    long read(long otherwise) {
        try {
            return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : otherwise;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The export's position cannot be read.", unreadable);
        } catch (NumberFormatException damaged) {
            throw new IllegalStateException(
                    "The export's position in " + file + " is no number; remove the file.", damaged);
        }
    }

    void write(long position) {
        Path replacement = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(replacement, Long.toString(position));
            Files.move(replacement, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException("The export's position cannot be kept.", failed);
        }
    }
}
