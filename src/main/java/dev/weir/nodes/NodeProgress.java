package dev.weir.nodes;

import dev.weir.cluster.NodeName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One node as the server knows it, for pages and programs.
 *
 * @param desiredRevision the newest that was compiled for it; 0 = none
 * @param appliedRevision the newest that its daemon acknowledged; 0 = none in this server's life
 * @param daemon null until the daemon called
 * @param report the last one; null until there is one
 * @param lastHeartbeat when the daemon was last heard of; null until it called
 */
public record NodeProgress(
        NodeName name,
        NodeStatus status,
        long desiredRevision,
        long appliedRevision,
        @Nullable NodeDaemon daemon,
        @Nullable NodeReport report,
        @Nullable Instant lastHeartbeat) {

    /** Whether its counts go on; otherwise they are what they were. */
    public boolean isCounting() {
        return !(status instanceof NodeStatus.Gone)
                && report != null
                && report.counts().since() != null;
    }
}
