package dev.weir.audit;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which changes, the newest first. Empty texts and null ask for all.
 *
 * @param policy only changes of policies of this name
 * @param changeSet only what was written with this change set
 * @param after only what stands behind this change in the list
 */
public record AuditQuery(
        String namespace,
        String policy,
        String author,
        String changeSet,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Place after) {
    public static final AuditQuery ALL = new AuditQuery("", "", "", "", null, null, null);

    /** A place in the list. */
    public record Place(Instant at, long id) {
        /** Reads what {@link #toString} writes; throws {@link IllegalArgumentException} for anything else. */
        public static Place parse(String text) {
            int slash = text.indexOf('/');
            try {
                return new Place(Instant.parse(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
            } catch (IndexOutOfBoundsException | NumberFormatException | DateTimeException wrong) {
                throw new IllegalArgumentException("This is no place in the list of changes.", wrong);
            }
        }

        @Override
        public String toString() {
            return at + "/" + id;
        }
    }

    public AuditQuery ofPolicy(String inNamespace, String name) {
        return new AuditQuery(inNamespace, name, author, changeSet, from, to, after);
    }

    public AuditQuery ofChangeSet(String id) {
        return new AuditQuery(namespace, policy, author, id, from, to, after);
    }

    public AuditQuery behind(@Nullable Place place) {
        return new AuditQuery(namespace, policy, author, changeSet, from, to, place);
    }
}
