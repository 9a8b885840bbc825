package dev.weir.why;

import dev.weir.access.Access;
import dev.weir.access.CurrentAccess;
import dev.weir.access.Role;
import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.PolicyRef;
import dev.weir.history.ClusterHistory;
import dev.weir.history.HistoryChange;
import dev.weir.history.HistoryScope;
import dev.weir.history.PastCluster;
import java.lang.ref.SoftReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The history of what whoever asks may read. */
public final class ReadableHistory {
    private final ClusterHistory history;
    private final CurrentAccess reader;
    private volatile SoftReference<Shown> lastShown = new SoftReference<>(null);

    public ReadableHistory(ClusterHistory history, CurrentAccess reader) {
        this.history = history;
        this.reader = reader;
    }

    private record Shown(ClusterContents contents, ClusterSnapshot snapshot) {}

    /** A policy that became what it is, or went away. */
    public record Written(PolicyRef policy, Instant at) {}

    /** When each policy of a namespace was last seen to change, those that are gone included, as far as that is kept. */
    public List<Written> written(String namespace) {
        if (!reader.get().mayRead(namespace)) {
            return List.of();
        }
        return history.changedAt(new HistoryScope(Set.of(namespace), Set.of())).entrySet().stream()
                .filter(change -> change.getKey().kind() == ObjectKind.NETWORK_POLICY)
                .map(change ->
                        new Written(new PolicyRef(namespace, change.getKey().name()), change.getValue()))
                .toList();
    }

    /** Everything at a time; empty before the history begins. */
    Optional<PastCluster> at(Instant time) {
        Access access = reader.get();
        return history.at(time, HistoryScope.EVERYTHING)
                .map(past -> new PastCluster(readable(past.contents(), access), past.since(), past.followed()));
    }

    /**
     * The cluster as it was. Of the switches of logging nothing is kept.
     *
     * @param followed whether this server followed the Kubernetes API then; otherwise this is what it knew before it lost sight
     */
    public record Past(ClusterSnapshot snapshot, boolean followed) {}

    /** Empty before the history begins. */
    public Optional<Past> past(Instant time) {
        return at(time).map(past -> new Past(snapshot(past.contents()), past.followed()));
    }

    /** The same for the same contents, so that what follows from it is found out once. */
    private ClusterSnapshot snapshot(ClusterContents contents) {
        Shown known = lastShown.get();
        if (known == null || known.contents() != contents) {
            known = new Shown(contents, ClusterSnapshot.of(1, contents));
            lastShown = new SoftReference<>(known);
        }
        return known.snapshot();
    }

    private static ClusterContents readable(ClusterContents contents, Access access) {
        if (access.mayEverywhere(Role.VIEWER)) {
            return contents;
        }
        ClusterSnapshot visible = ClusterSnapshot.of(1, contents).within(access::mayRead);
        return new ClusterContents(
                visible.namespaces(),
                visible.nodes(),
                visible.pods(),
                visible.policies(),
                visible.declaredLogging(),
                visible.logging());
    }

    /** What changed after one time and up to another, oldest first; empty when there was more than the limit. */
    Optional<List<HistoryChange>> changes(Instant after, Instant upTo, int limit) {
        Access access = reader.get();
        List<HistoryChange> changes = history.changes(after, upTo, limit + 1);
        return changes.size() > limit
                ? Optional.empty()
                : Optional.of(changes.stream()
                        .filter(change -> isReadable(change, access))
                        .toList());
    }

    private static boolean isReadable(HistoryChange change, Access access) {
        return switch (change.key().kind()) {
            case NODE -> true;
            case NAMESPACE -> access.mayRead(change.key().name());
            default -> access.mayRead(change.key().namespace());
        };
    }

    public Optional<Instant> begins() {
        return history.begins();
    }
}
