package dev.weir.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** One value as JSON, in a file of mode 0600 that is replaced as a whole, so that a crash leaves the old or the new one. */
public final class JsonFile<T> {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String path;
    private final TypeReference<T> type;

    /** @param path of the file; empty = nothing is kept */
    public JsonFile(String path, TypeReference<T> type) {
        this.path = path;
        this.type = type;
    }

    /** Empty when nothing has been written yet. */
    public Optional<T> read() {
        try {
            return path.isEmpty() || !Files.exists(Path.of(path))
                    ? Optional.empty()
                    : Optional.of(JSON.readValue(Files.readString(Path.of(path)), type));
        } catch (IOException failed) {
            throw new UncheckedIOException(path + " cannot be read", failed);
        }
    }

    public void write(T value) {
        if (path.isEmpty()) {
            return;
        }
        try {
            replace(Path.of(path).toAbsolutePath(), JSON.writeValueAsString(value));
        } catch (IOException failed) {
            throw new UncheckedIOException(path + " cannot be written", failed);
        }
    }

    private static void replace(Path file, String text) throws IOException {
        Path directory = file.resolveSibling(".");
        Files.createDirectories(directory);
        Path temporary = Files.createTempFile(
                directory,
                file.getFileName().toString(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
