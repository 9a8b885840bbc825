package dev.weir.cluster;

import java.util.SortedSet;

/** What is different between two snapshots: names of objects that are new, changed or gone, in order. */
public record ClusterChange(
        SortedSet<String> namespaces,
        SortedSet<NodeName> nodes,
        SortedSet<PodRef> pods,
        SortedSet<PolicyRef> policies,
        boolean logging) {}
