package dev.weir.nodes;

import dev.weir.nodes.NodeReport.AttachedProgram;
import dev.weir.nodes.NodeReport.EndpointState;
import dev.weir.nodes.NodeReport.LoggingState;
import dev.weir.nodes.NodeReport.MapUsage;
import dev.weir.nodes.NodeReport.RecordAccounting;
import dev.weir.nodes.NodeReport.RecordActivity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What whoever looks into a node's trouble asks for first, in one document. It is what the server knows, so it can be had while the node is
 * away. It has no records, nothing of what connections were counted, and no secrets.
 *
 * @param takenAt by the server's clock
 * @param report absent until the daemon has reported
 */
public record NodeDiagnostics(
        Instant takenAt,
        String node,
        NodeStanding state,
        Revisions revisions,
        @Nullable NodeDaemon daemon,
        @Nullable Report report) {

    /**
     * Of the cluster's snapshot.
     *
     * @param desired the newest that was compiled; 0 = none
     * @param applied the newest that is in force; 0 = none in this server's life
     * @param reported what the daemon said last; 0 = nothing
     */
    public record Revisions(long desired, long applied, long reported) {}

    /**
     * The daemon's last report.
     *
     * @param receivedAt by the server's clock
     * @param programs absent when the daemon does not tell them
     */
    public record Report(
            @Nullable Instant receivedAt,
            long rssBytes,
            @Nullable List<AttachedProgram> programs,
            List<MapUsage> maps,
            List<EndpointState> endpoints,
            Map<String, Long> dropsByReason,
            RecordAccounting records,
            RecordActivity activity,
            LoggingState logging) {}

    public static NodeDiagnostics of(NodeProgress node, Instant now) {
        NodeReport report = node.report();
        long reported = report == null ? 0 : report.revision();
        return new NodeDiagnostics(
                now,
                node.name().value(),
                NodeStanding.of(node.status()),
                new Revisions(node.desiredRevision(), node.appliedRevision(), reported),
                node.daemon(),
                report == null ? null : report(report, node.lastHeartbeat()));
    }

    private static Report report(NodeReport report, @Nullable Instant receivedAt) {
        return new Report(
                receivedAt,
                report.rssBytes(),
                report.programs(),
                report.maps(),
                report.endpoints(),
                report.dropsByReason(),
                report.records(),
                report.activity(),
                report.logging());
    }
}
