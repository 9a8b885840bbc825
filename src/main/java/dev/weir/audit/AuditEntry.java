package dev.weir.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * One change.
 *
 * @param id counts up; 0 before it is kept
 * @param at when it was seen; of what happened unseen, when Kubernetes says that it was written
 * @param before as it was, as text; empty when there was nothing. Never with a secret.
 * @param after as it is since; empty when there is nothing
 * @param undoes the id of the change that this one took back; 0 when it took back none
 * @param late whether it happened while this server was not watching
 */
public record AuditEntry(
        long id,
        Instant at,
        Author author,
        Subject subject,
        Action action,
        String before,
        String after,
        Occasion occasion,
        long undoes,
        boolean late) {

    /** The texts before and after it. */
    public enum Version {
        BEFORE,
        AFTER
    }

    /** Empty when there was nothing then. */
    public Optional<String> text(Version version) {
        return Optional.of(version == Version.BEFORE ? before : after).filter(text -> !text.isEmpty());
    }

    /** Whether it makes what another change did undone, exactly. */
    boolean takesBack(AuditEntry other) {
        return before.equals(other.after) && after.equals(other.before);
    }

    AuditEntry withId(long given) {
        return new AuditEntry(given, at, author, subject, action, before, after, occasion, undoes, late);
    }

    AuditEntry undoing(long other) {
        return new AuditEntry(id, at, author, subject, action, before, after, occasion, other, late);
    }

    /** Where its author sat is for administrators. */
    public AuditEntry withoutAddress() {
        return new AuditEntry(id, at, author.withoutAddress(), subject, action, before, after, occasion, undoes, late);
    }
}
