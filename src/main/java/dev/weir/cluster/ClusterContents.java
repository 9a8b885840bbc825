package dev.weir.cluster;

import java.util.Collection;
import java.util.List;

/**
 * The objects of a cluster, without order.
 *
 * @param declaredLogging what the NetworkLogging object says, valid or not
 * @param logging what is in effect: the last valid one
 */
public record ClusterContents(
        Collection<Namespace> namespaces,
        Collection<Node> nodes,
        Collection<Pod> pods,
        Collection<NetworkPolicy> policies,
        LoggingConfig declaredLogging,
        LoggingConfig logging) {
    public static final ClusterContents EMPTY =
            new ClusterContents(List.of(), List.of(), List.of(), List.of(), LoggingConfig.ABSENT, LoggingConfig.ABSENT);

    public ClusterContents {
        namespaces = List.copyOf(namespaces);
        nodes = List.copyOf(nodes);
        pods = List.copyOf(pods);
        policies = List.copyOf(policies);
    }
}
