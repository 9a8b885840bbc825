package dev.weir.nodes;

import java.time.Instant;

/** How far a node is. */
public sealed interface NodeStatus {

    /** The cluster has the node, but its daemon has not called this server. Its pods are closed, or enforce an older program. */
    record NeverConnected() implements NodeStatus {}

    /** The daemon has said Hello; nothing has been sent yet. */
    record Connected(Instant since) implements NodeStatus {}

    /** A revision is on its way and not acknowledged. */
    record Applying(long revision, Instant since) implements NodeStatus {}

    /** The newest revision is in force. */
    record UpToDate(long revision, Instant since) implements NodeStatus {}

    /** The daemon refused a revision as a whole; the previous one stays in force. */
    record Failed(long revision, String reason, String action, Instant since) implements NodeStatus {}

    /** The daemon's stream has ended; the datapath goes on with what it has. */
    record Gone(Instant since) implements NodeStatus {}
}
