package dev.weir.nodes;

import dev.weir.cluster.NodeName;

/**
 * A daemon's first message.
 *
 * @param session of the last update it applied; 0 = none
 * @param revision of the same
 * @param readsEndpoints whether it answers what its kernel has for a pod
 */
public record NodeHello(NodeName node, NodeDaemon daemon, long session, long revision, boolean readsEndpoints) {
    public NodeHello(NodeName node, NodeDaemon daemon, long session, long revision) {
        this(node, daemon, session, revision, false);
    }
}
