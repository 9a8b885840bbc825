package dev.weir.nodes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a node is, in a word.
 *
 * @param status NeverConnected, Connected, Applying, UpToDate, Failed or Gone
 * @param reason why a revision failed, and the action that helps; absent otherwise
 */
public record NodeStanding(
        String status,
        @Nullable Instant since,
        @Nullable String reason,
        @Nullable String action) {

    public static NodeStanding of(NodeStatus status) {
        return switch (status) {
            case NodeStatus.NeverConnected s -> new NodeStanding("NeverConnected", null, null, null);
            case NodeStatus.Connected s -> new NodeStanding("Connected", s.since(), null, null);
            case NodeStatus.Applying s -> new NodeStanding("Applying", s.since(), null, null);
            case NodeStatus.UpToDate s -> new NodeStanding("UpToDate", s.since(), null, null);
            case NodeStatus.Failed s -> new NodeStanding("Failed", s.since(), s.reason(), s.action());
            case NodeStatus.Gone s -> new NodeStanding("Gone", s.since(), null, null);
        };
    }
}
