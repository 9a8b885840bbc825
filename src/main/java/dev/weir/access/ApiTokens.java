package dev.weir.access;

import dev.weir.audit.Journal;
import dev.weir.audit.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The API tokens of this server: those that were created, and the bootstrap one that the operator put into a file. Kept in a file that only
 * its owner can read. Safe to call from many threads.
 */
public final class ApiTokens {
    public static final String PREFIX = "weir_";
    private static final int SECRET_BYTES = 32;
    private static final String BOOTSTRAP_ID = "bootstrap";

    private final SecureRandom random = new SecureRandom();
    private final TokenFile file;
    private final Journal journal;
    private final Clock clock;
    private final Map<String, ApiToken> byHash = new TreeMap<>();
    private final @Nullable ApiToken bootstrap;

    /** A new token; the secret is not kept. */
    public record Created(ApiToken token, String secret) {
        @Override
        public String toString() {
            return token.toString();
        }
    }

    /** @param bootstrapSecret of the operator's token; empty = there is none */
    public ApiTokens(Path path, String bootstrapSecret, Journal journal, Clock clock) {
        this.file = new TokenFile(path);
        this.journal = journal;
        this.clock = clock;
        this.bootstrap = bootstrapSecret.isEmpty() ? null : bootstrapToken(bootstrapSecret);
        for (ApiToken token : read()) {
            byHash.put(token.hash(), token);
        }
    }

    private ApiToken bootstrapToken(String secret) {
        return new ApiToken(
                BOOTSTRAP_ID,
                "bootstrap",
                Grant.everywhere(Role.ADMIN),
                hash(secret),
                ApiToken.OPERATOR,
                clock.instant(),
                null);
    }

    /** The token that this secret belongs to, if it is still valid. */
    public synchronized Optional<ApiToken> authenticate(String secret) {
        String hash = hash(secret);
        if (bootstrap != null && sameText(bootstrap.hash(), hash)) {
            return Optional.of(bootstrap);
        }
        return Optional.ofNullable(byHash.get(hash)).filter(token -> token.isValidAt(clock.instant()));
    }

    /** @param lifetime null = for ever */
    public synchronized Created create(String name, Grant grant, String createdBy, @Nullable Duration lifetime) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        String hash = hash(secret);
        // The first digits of the hash name the token in lists and logs; they say nothing about the secret.
        ApiToken token = new ApiToken(
                hash.substring(0, 12), name, grant, hash, createdBy, now, lifetime == null ? null : now.plus(lifetime));
        byHash.put(hash, token);
        write();
        journal.note(subject(token), "", words(token));
        return new Created(token, secret);
    }

    /** Oldest first, the bootstrap token before all others. */
    public synchronized List<ApiToken> list() {
        List<ApiToken> tokens = new ArrayList<>();
        if (bootstrap != null) {
            tokens.add(bootstrap);
        }
        byHash.values().stream().sorted(Comparator.comparing(ApiToken::created)).forEach(tokens::add);
        return tokens;
    }

    public synchronized Optional<ApiToken> find(String id) {
        return list().stream().filter(token -> token.id().equals(id)).findFirst();
    }

    /** False when there is no such token, or it is the bootstrap one, which lives as long as the operator's file. */
    public synchronized boolean revoke(String id) {
        return revokeIf(token -> token.id().equals(id));
    }

    /** Revokes what somebody made and may not do any more. */
    public synchronized void revokeBeyond(String creator, Access access) {
        revokeIf(token -> token.createdBy().equals(creator) && !access.covers(token.grant()));
    }

    private boolean revokeIf(Predicate<ApiToken> condition) {
        List<ApiToken> revoked = byHash.values().stream().filter(condition).toList();
        if (revoked.isEmpty()) {
            return false;
        }
        byHash.values().removeAll(revoked);
        write();
        revoked.forEach(token -> journal.note(subject(token), words(token), ""));
        return true;
    }

    private static Subject subject(ApiToken token) {
        return Subject.own(Subject.Kind.TOKEN, token.name() + " (" + token.id() + ")");
    }

    /** Neither the secret nor its hash. */
    private static String words(ApiToken token) {
        return "grant: " + token.grant() + "\ncreated by: " + token.createdBy() + "\nexpires: "
                + (token.expires() == null ? "never" : token.expires()) + "\n";
    }

    public boolean isBootstrap(ApiToken token) {
        return token.id().equals(BOOTSTRAP_ID);
    }

    private List<ApiToken> read() {
        try {
            return file.read();
        } catch (IOException failed) {
            throw new UncheckedIOException("The API tokens cannot be read from " + file, failed);
        }
    }

    private void write() {
        try {
            file.write(byHash.values());
        } catch (IOException failed) {
            throw new UncheckedIOException("The API tokens cannot be written to " + file, failed);
        }
    }

    private static String hash(String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static boolean sameText(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
