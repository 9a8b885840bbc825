package dev.weir.visible;

import dev.weir.access.Access;
import dev.weir.access.CurrentAccess;
import dev.weir.access.Namespaces;
import dev.weir.access.Role;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Freshness;
import java.util.LinkedHashMap;
import java.util.Map;

/** The namespaces that the reader may see, with what lies in them. Safe to call from many threads. */
public final class VisibleCluster implements ClusterView {
    /** So many readers' snapshots are kept until the cluster changes; to make one costs a look at every pod. */
    private static final int KEPT = 100;

    private final ClusterView cluster;
    private final CurrentAccess reader;
    private final Map<Namespaces, ClusterSnapshot> parts = new LinkedHashMap<>();
    private ClusterSnapshot whole;

    public VisibleCluster(ClusterView cluster, CurrentAccess reader) {
        this.cluster = cluster;
        this.reader = reader;
        this.whole = cluster.current();
    }

    @Override
    public ClusterSnapshot current() {
        Access access = reader.get();
        Namespaces namespaces = access.namespaces(Role.VIEWER);
        ClusterSnapshot current = cluster.current();
        return namespaces.all() ? current : part(current, namespaces);
    }

    private synchronized ClusterSnapshot part(ClusterSnapshot current, Namespaces namespaces) {
        if (current != whole || parts.size() >= KEPT) {
            parts.clear();
            whole = current;
        }
        return parts.computeIfAbsent(namespaces, visible -> current.within(visible::contains));
    }

    @Override
    public Freshness freshness() {
        return cluster.freshness();
    }
}
