package dev.weir.daemon.grpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** The daemon's certificate and key. Netty's own reader does not know Ed25519, which the chart makes. */
final class PemFiles {
    private static final List<String> ALGORITHMS = List.of("Ed25519", "EC", "RSA");
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private PemFiles() {}

    /** @throws IOException when the file cannot be read or holds no PKCS#8 key */
    static PrivateKey privateKey(Path file) throws IOException {
        String pem = Files.readString(file);
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(file + " holds no private key in PKCS#8 form (" + BEGIN + ")");
        }
        try {
            return decode(new PKCS8EncodedKeySpec(
                    Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " holds no key of " + ALGORITHMS, e);
        }
    }

    private static PrivateKey decode(PKCS8EncodedKeySpec key) throws GeneralSecurityException {
        var failure = new InvalidKeySpecException("none of " + ALGORITHMS);
        for (var algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(key);
            } catch (InvalidKeySpecException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    /** @throws IOException when the file cannot be read or holds something else */
    static X509Certificate[] certificates(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no certificates", e);
        }
    }
}
