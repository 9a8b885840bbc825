package dev.weir.history;

import dev.weir.cluster.PodRef;
import java.util.Set;

/**
 * What of the cluster is asked for: these namespaces with their policies, these pods, and all nodes.
 *
 * @param everything whether nothing is left out, whatever the two sets say
 */
public record HistoryScope(Set<String> namespaces, Set<PodRef> pods, boolean everything) {
    public static final HistoryScope EVERYTHING = new HistoryScope(Set.of(), Set.of(), true);

    public HistoryScope {
        namespaces = Set.copyOf(namespaces);
        pods = Set.copyOf(pods);
    }

    public HistoryScope(Set<String> namespaces, Set<PodRef> pods) {
        this(namespaces, pods, false);
    }

    boolean includes(ObjectKey key) {
        return everything
                || switch (key.kind()) {
                    case NODE -> true;
                    case NAMESPACE -> namespaces.contains(key.name());
                    case NETWORK_POLICY -> namespaces.contains(key.namespace());
                    case POD -> pods.contains(new PodRef(key.namespace(), key.name()));
                    default -> false;
                };
    }
}
