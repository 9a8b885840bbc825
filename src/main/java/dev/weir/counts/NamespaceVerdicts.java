package dev.weir.counts;

import dev.weir.net.Direction;
import dev.weir.nodes.NodeCounts.Tally;

/** Connections and packets of the pods of a namespace that some policy isolates in that direction. */
public record NamespaceVerdicts(String namespace, Direction direction, Tally tally) {}
