package dev.weir.rest;

import dev.weir.cluster.NodeName;
import dev.weir.nodes.NodeDaemon;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.NodeReport;
import dev.weir.nodes.NodeStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The nodes, and how far their daemons are. */
@RestController
@RequestMapping("/api/v1/nodes")
@Tag(name = "Nodes")
final class NodeController {
    private final NodeRegistry nodes;

    NodeController(NodeRegistry nodes) {
        this.nodes = nodes;
    }

    record NodeList(List<NodeItem> items) {}

    /**
     * A node.
     *
     * @param desiredRevision the newest that was compiled for it; 0 = none
     * @param appliedRevision the newest that is in force; 0 = none in this server's life
     * @param report the last one of its daemon; absent in lists
     */
    record NodeItem(
            String name,
            State state,
            long desiredRevision,
            long appliedRevision,
            @Nullable NodeDaemon daemon,
            @Nullable Instant lastHeartbeat,
            @Nullable NodeReport report) {}

    /**
     * How far a node is.
     *
     * @param status NeverConnected, Connected, Applying, UpToDate, Failed or Gone
     * @param reason why a revision failed, and the action that helps; absent otherwise
     */
    record State(
            String status,
            @Nullable Instant since,
            @Nullable String reason,
            @Nullable String action) {
        static State of(NodeStatus status) {
            return switch (status) {
                case NodeStatus.NeverConnected s -> new State("NeverConnected", null, null, null);
                case NodeStatus.Connected s -> new State("Connected", s.since(), null, null);
                case NodeStatus.Applying s -> new State("Applying", s.since(), null, null);
                case NodeStatus.UpToDate s -> new State("UpToDate", s.since(), null, null);
                case NodeStatus.Failed s -> new State("Failed", s.since(), s.reason(), s.action());
                case NodeStatus.Gone s -> new State("Gone", s.since(), null, null);
            };
        }
    }

    @GetMapping
    @Operation(summary = "List the nodes")
    NodeList list() {
        return new NodeList(nodes.nodes().stream().map(node -> item(node, null)).toList());
    }

    @GetMapping("/{node}")
    @Operation(summary = "A node with its daemon's last report")
    NodeItem get(@PathVariable String node) {
        NodeProgress progress = nodes.node(new NodeName(node));
        if (progress == null) {
            throw ProblemException.notFound("There is no node " + node + ".");
        }
        return item(progress, progress.report());
    }

    private static NodeItem item(NodeProgress node, @Nullable NodeReport report) {
        return new NodeItem(
                node.name().value(),
                State.of(node.status()),
                node.desiredRevision(),
                node.appliedRevision(),
                node.daemon(),
                node.lastHeartbeat(),
                report);
    }
}
