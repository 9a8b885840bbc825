package dev.weir.local.api.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/** The file with which {@code kubectl} and the server find the local API and prove who they are. */
public final class Kubeconfig {

    private Kubeconfig() {}

    /** Writes the file, readable by its owner only. It is complete at every moment. */
    public static Path write(Path directory, String url, Certificates certificates) throws IOException {
        Files.createDirectories(directory);
        Path draft = Files.createTempFile(
                directory,
                "kubeconfig",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, text(url, certificates));
        return Files.move(
                draft,
                directory.resolve("kubeconfig"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static String text(String url, Certificates certificates) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: weir
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                users:
                - name: weir-admin
                  user:
                    client-certificate-data: %s
                    client-key-data: %s
                contexts:
                - name: weir
                  context: {cluster: weir, user: weir-admin, namespace: default}
                current-context: weir
                """.formatted(
                        url,
                        base64(certificates.authorityPem()),
                        base64(certificates.adminPem()),
                        base64(certificates.adminKeyPem()));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
