package dev.weir.daemon.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemFilesTests {
    @TempDir
    @SuppressWarnings("NullAway") // set by JUnit
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"Ed25519", "EC", "RSA"})
    void aKeyIsReadWhateverItsAlgorithm(String algorithm) throws Exception {
        var key = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate();
        var file = directory.resolve("daemon.key");
        Files.writeString(
                file,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");

        assertThat(PemFiles.privateKey(file)).isEqualTo(key);
    }

    @Test
    void aFileWithoutKeySaysWhatIsExpected() throws IOException {
        var file = Files.writeString(directory.resolve("daemon.key"), "-----BEGIN RSA PRIVATE KEY-----\n");

        assertThatThrownBy(() -> PemFiles.privateKey(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no private key in PKCS#8 form");
    }
}
