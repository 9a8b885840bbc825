package dev.weir.access;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tokens in a file of mode 0600, a line each with fields apart by spaces; replaced as a whole, so that a crash leaves the old or the new one. */
final class TokenFile {
    private static final int FIELDS = 7;
    private static final String NEVER = "-";

    private final Path path;

    TokenFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    List<ApiToken> read() throws IOException {
        List<ApiToken> tokens = new ArrayList<>();
        if (Files.exists(path)) {
            for (String line : Files.readAllLines(path)) {
                tokens.add(token(line));
            }
        }
        return tokens;
    }

    void write(Collection<ApiToken> tokens) throws IOException {
        Path directory = path.resolveSibling(".");
        Files.createDirectories(directory);
        Path temporary = Files.createTempFile(
                directory,
                "tokens",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(temporary, tokens.stream().map(TokenFile::line).toList());
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String line(ApiToken token) {
        return Stream.of(
                        token.id(),
                        token.name(),
                        token.grant().toString(),
                        token.hash(),
                        token.createdBy(),
                        token.created().toString(),
                        token.expires() == null ? NEVER : token.expires().toString())
                .map(field -> URLEncoder.encode(field, StandardCharsets.UTF_8))
                .collect(Collectors.joining(" "));
    }

    private static ApiToken token(String line) throws IOException {
        List<String> fields = Stream.of(line.split(" ", -1))
                .map(field -> URLDecoder.decode(field, StandardCharsets.UTF_8))
                .toList();
        if (fields.size() != FIELDS) {
            throw new IOException("a line of the token file has " + fields.size() + " fields instead of " + FIELDS);
        }
        return new ApiToken(
                fields.get(0),
                fields.get(1),
                Grant.parse(fields.get(2)),
                fields.get(3),
                fields.get(4),
                Instant.parse(fields.get(5)),
                expiry(fields.get(6)));
    }

    private static @Nullable Instant expiry(String field) {
        return field.equals(NEVER) ? null : Instant.parse(field);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
