package dev.weir.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.audit.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiTokensTests {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path directory;

    private ApiTokens open(Instant now) {
        return new ApiTokens(
                directory.resolve("sub/tokens"), "weir_bootstrap", Journal.NONE, Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void tokensOutliveARestart() {
        ApiTokens.Created created = open(NOON).create("CI of team a & b", Grant.everywhere(Role.VIEWER), "admin", null);
        assertThat(open(NOON).authenticate(created.secret())).contains(created.token());
    }

    @Test
    void theFileHoldsNoSecretAndBelongsToItsOwnerOnly() throws IOException {
        ApiTokens.Created created = open(NOON).create("ci", Grant.everywhere(Role.ADMIN), "admin", null);
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
                .create("ci", Grant.everywhere(Role.ADMIN), "admin", Duration.ofHours(1))
                .secret();
        assertThat(open(NOON.plusSeconds(3599)).authenticate(secret)).isPresent();
        assertThat(open(NOON.plusSeconds(3600)).authenticate(secret)).isEmpty();
    }

    @Test
    void theBootstrapTokenIsTheOperatorsToRevoke() {
        ApiTokens tokens = open(NOON);
        ApiToken bootstrap = tokens.authenticate("weir_bootstrap").orElseThrow();
        assertThat(bootstrap.grant()).isEqualTo(Grant.everywhere(Role.ADMIN));
        assertThat(tokens.revoke(bootstrap.id())).isFalse();
        assertThat(tokens.list()).containsExactly(bootstrap);
    }

    @Test
    void withoutABootstrapSecretNothingIsAccepted() {
        ApiTokens tokens = new ApiTokens(directory.resolve("none"), "", Journal.NONE, Clock.systemUTC());
        assertThat(tokens.authenticate("")).isEmpty();
        assertThat(tokens.list()).isEmpty();
    }

    @Test
    void aRevokedTokenIsGoneForGood() {
        ApiTokens tokens = open(NOON);
        ApiTokens.Created created = tokens.create("ci", Grant.everywhere(Role.ADMIN), "admin", null);
        assertThat(tokens.revoke(created.token().id())).isTrue();
        assertThat(tokens.authenticate(created.secret())).isEmpty();
        assertThat(open(NOON).authenticate(created.secret())).isEmpty();
    }

    @Test
    void aTokenOfBeforeThereWereNamespacesIsOneForAllOfThem() throws IOException {
        Files.createDirectories(directory.resolve("sub"));
        Files.writeString(
                directory.resolve("sub/tokens"), "0123456789ab ci viewer 0123456789ab admin 2026-01-01T00:00:00Z -\n");
        assertThat(open(NOON).find("0123456789ab").orElseThrow().grant()).isEqualTo(Grant.everywhere(Role.VIEWER));
    }

    @Test
    void whoMayLessThanBeforeKeepsOnlyTheTokensThatMayNoMore() {
        ApiTokens tokens = open(NOON);
        ApiTokens.Created reads = tokens.create("reads", Grant.parse("viewer@shop"), "anna", null);
        ApiTokens.Created writes = tokens.create("writes", Grant.parse("editor@shop"), "anna", null);
        ApiTokens.Created other = tokens.create("other", Grant.parse("editor@shop"), "bert", null);
        tokens.revokeBeyond("anna", new Access("anna", List.of(Grant.parse("viewer@*"))));
        assertThat(tokens.authenticate(reads.secret())).isPresent();
        assertThat(tokens.authenticate(writes.secret())).isEmpty();
        assertThat(tokens.authenticate(other.secret())).isPresent();
    }
}
