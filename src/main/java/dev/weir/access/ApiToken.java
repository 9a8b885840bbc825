package dev.weir.access;

import java.security.Principal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API token, without its secret.
 *
 * @param hash SHA-256 of the whole token, in hexadecimal digits
 * @param createdBy who asked for it
 * @param expires null = never
 */
public record ApiToken(
        String id,
        String name,
        Grant grant,
        String hash,
        String createdBy,
        Instant created,
        @Nullable Instant expires) implements Principal {
    /** Who made the bootstrap token. */
    public static final String OPERATOR = "operator";

    /** As it stands in logs and as the owner of what was written with it. */
    @Override
    public String getName() {
        return "token:" + name;
    }

    public Access access() {
        return new Access(getName(), List.of(grant));
    }

    public boolean isValidAt(Instant now) {
        return expires == null || now.isBefore(expires);
    }

    @Override
    public String toString() {
        return "API token " + id + " (" + name + ", " + grant + ")";
    }
}
