package dev.weir.visible;

import dev.weir.access.Access;
import dev.weir.access.CurrentAccess;
import dev.weir.access.Role;
import dev.weir.audit.AuditEntry;
import dev.weir.audit.AuditQuery;
import dev.weir.audit.AuditQuery.Place;
import dev.weir.audit.AuditReader;
import dev.weir.audit.AuditTrail;
import dev.weir.audit.Subject;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes of what lies in the reader's namespaces, and of the switches that count for everybody. Changes of people and tokens are for
 * administrators of all namespaces, and so is the address from which somebody else acted.
 */
public final class VisibleAudit {
    private final AuditTrail trail;
    private final CurrentAccess reader;

    public VisibleAudit(AuditTrail trail, CurrentAccess reader) {
        this.trail = trail;
        this.reader = reader;
    }

    /** @param undoneBy the change that took it back; null when none did */
    public record Seen(AuditEntry entry, @Nullable AuditEntry undoneBy) {}

    /** @param next where the list goes on; null at its end */
    public record Page(List<Seen> changes, @Nullable Place next) {
        public Page {
            changes = List.copyOf(changes);
        }
    }

    private AuditReader eyes() {
        Access access = reader.get();
        return new AuditReader(
                access.name(),
                access.mayEverywhere(Role.ADMIN),
                access.mayEverywhere(Role.VIEWER),
                access.namespaces(Role.VIEWER).names());
    }

    /** The newest first. */
    public Page list(AuditQuery query, int limit) {
        List<AuditEntry> found = trail.list(query, eyes(), limit + 1);
        List<AuditEntry> page = found.stream().limit(limit).toList();
        Place next = found.size() > limit
                ? new Place(page.getLast().at(), page.getLast().id())
                : null;
        return new Page(seen(page), next);
    }

    /** Of one policy, also of one that is gone. */
    public Page ofPolicy(PolicyRef policy, AuditQuery query, int limit) {
        reader.get().demand(Role.VIEWER, policy.namespace());
        return list(query.ofPolicy(policy.namespace(), policy.name()), limit);
    }

    /** One of them; empty when it is none of that policy. */
    public Optional<Seen> ofPolicy(PolicyRef policy, long id) {
        reader.get().demand(Role.VIEWER, policy.namespace());
        Subject subject = Subject.of(ObjectRef.policy(policy));
        return find(id).filter(seen -> seen.entry().subject().equals(subject));
    }

    public Optional<Seen> find(long id) {
        return trail.find(id, eyes()).map(entry -> seen(List.of(entry)).getFirst());
    }

    private List<Seen> seen(List<AuditEntry> entries) {
        Map<Long, AuditEntry> undone = trail.undoneBy(entries, eyes());
        return entries.stream()
                .map(entry -> new Seen(entry, undone.get(entry.id())))
                .toList();
    }

    /** See {@link AuditTrail#behind}; empty when it is not kept, or of a kind of which none is. */
    public Optional<AuditEntry> behind(ObjectRef object, Instant since) {
        return Subject.isKept(object.kind()) ? trail.behind(Subject.of(object), since, eyes()) : Optional.empty();
    }

    /** Since when changes of objects are seen; null when not everything was seen yet. */
    public @Nullable Instant watchedSince() {
        return trail.watchedSince();
    }

    /** How many times something could not be written down since the server started. */
    public long lost() {
        return trail.lost();
    }
}
