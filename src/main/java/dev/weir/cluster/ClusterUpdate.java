package dev.weir.cluster;

import java.util.Collection;
import java.util.List;

/**
 * What was written and deleted since a snapshot; an object in neither list is as it was.
 *
 * @param declaredLogging what the NetworkLogging object says now, valid or not
 * @param logging what is in effect now
 */
public record ClusterUpdate(
        ObjectUpdate<String, Namespace> namespaces,
        ObjectUpdate<NodeName, Node> nodes,
        ObjectUpdate<PodRef, Pod> pods,
        ObjectUpdate<PolicyRef, NetworkPolicy> policies,
        LoggingConfig declaredLogging,
        LoggingConfig logging) {

    /** Of one kind: objects as they are now, and the names of those that are gone. */
    public record ObjectUpdate<K, V>(Collection<V> written, Collection<K> deleted) {
        public ObjectUpdate {
            written = List.copyOf(written);
            deleted = List.copyOf(deleted);
        }

        public static <K, V> ObjectUpdate<K, V> none() {
            return new ObjectUpdate<>(List.of(), List.of());
        }
    }
}
