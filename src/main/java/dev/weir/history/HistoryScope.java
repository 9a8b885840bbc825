package dev.weir.history;

import dev.weir.cluster.PodRef;
import java.util.Set;

/** What of the cluster is asked for: these namespaces with their policies, these pods, and all nodes. */
public record HistoryScope(Set<String> namespaces, Set<PodRef> pods) {
    public HistoryScope {
        namespaces = Set.copyOf(namespaces);
        pods = Set.copyOf(pods);
    }
}
