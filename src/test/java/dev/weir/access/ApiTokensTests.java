package dev.weir.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTokensTests {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path directory;

    private ApiTokens open(Instant now) {
        return new ApiTokens(directory.resolve("sub/tokens"), "weir_bootstrap", Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void tokensOutliveARestart() {
        ApiTokens.Created created = open(NOON).create("CI of team a & b", Role.VIEWER, "admin", null);
        assertThat(open(NOON).authenticate(created.secret())).contains(created.token());
    }

    @Test
    void theFileHoldsNoSecretAndBelongsToItsOwnerOnly() throws IOException {
        ApiTokens.Created created = open(NOON).create("ci", Role.ADMIN, "admin", null);
        Path file = directory.resolve("sub/tokens");
        assertThat(Files.readString(file)).contains(created.token().hash()).doesNotContain(created.secret());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(directory.resolve("sub"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void anExpiredTokenIsRefused() {
        String secret = open(NOON)
                .create("ci", Role.ADMIN, "admin", Duration.ofHours(1))
                .secret();
        assertThat(open(NOON.plusSeconds(3599)).authenticate(secret)).isPresent();
        assertThat(open(NOON.plusSeconds(3600)).authenticate(secret)).isEmpty();
    }

    @Test
    void theBootstrapTokenIsTheOperatorsToRevoke() {
        ApiTokens tokens = open(NOON);
        ApiToken bootstrap = tokens.authenticate("weir_bootstrap").orElseThrow();
        assertThat(bootstrap.role()).isEqualTo(Role.ADMIN);
        assertThat(tokens.revoke(bootstrap.id())).isFalse();
        assertThat(tokens.list()).containsExactly(bootstrap);
    }

    @Test
    void withoutABootstrapSecretNothingIsAccepted() {
        ApiTokens tokens = new ApiTokens(directory.resolve("none"), "", Clock.systemUTC());
        assertThat(tokens.authenticate("")).isEmpty();
        assertThat(tokens.list()).isEmpty();
    }

    @Test
    void aRevokedTokenIsGoneForGood() {
        ApiTokens tokens = open(NOON);
        ApiTokens.Created created = tokens.create("ci", Role.ADMIN, "admin", null);
        assertThat(tokens.revoke(created.token().id())).isTrue();
        assertThat(tokens.authenticate(created.secret())).isEmpty();
        assertThat(open(NOON).authenticate(created.secret())).isEmpty();
    }
}
