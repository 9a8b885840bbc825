package dev.weir.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with one secret. */
final class SecretFile {
    private SecretFile() {}

    /** Its text without surrounding white space; empty when no file is configured. */
    static String read(String path, String property) {
        if (path.isEmpty()) {
            return "";
        }
        try {
            String secret = Files.readString(Path.of(path)).strip();
            if (secret.isEmpty()) {
                throw new IllegalStateException(
                        property + " names a file that is empty: " + path + ". Write the secret into it.");
            }
            return secret;
        } catch (IOException failed) {
            throw new IllegalStateException(
                    property + " names a file that cannot be read: " + path
                            + ". Create it, or leave the property empty.",
                    failed);
        }
    }
}
