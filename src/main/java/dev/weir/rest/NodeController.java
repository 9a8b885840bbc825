package dev.weir.rest;

import dev.weir.cluster.NodeName;
import dev.weir.nodes.NodeDaemon;
import dev.weir.nodes.NodeDiagnostics;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.NodeReport;
import dev.weir.nodes.NodeReport.MapUsage;
import dev.weir.nodes.NodeStanding;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The nodes, and how far their daemons are. */
@RestController
@RequestMapping("/api/v1/nodes")
@Tag(name = "Nodes")
final class NodeController {
    private final NodeRegistry nodes;
    private final Clock clock;

    NodeController(NodeRegistry nodes, Clock clock) {
        this.nodes = nodes;
        this.clock = clock;
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
            NodeStanding state,
            long desiredRevision,
            long appliedRevision,
            @Nullable NodeDaemon daemon,
            @Nullable Instant lastHeartbeat,
            @Nullable NodeReport report) {}

    /**
     * How full the maps of a node are.
     *
     * @param items empty until its daemon has reported
     */
    record MapList(List<MapUsage> items) {}

    @GetMapping
    @Operation(summary = "List the nodes")
    NodeList list() {
        return new NodeList(nodes.nodes().stream().map(node -> item(node, null)).toList());
    }

    @GetMapping("/{node}")
    @Operation(summary = "A node with its daemon's last report")
    NodeItem get(@PathVariable String node) {
        NodeProgress progress = found(node);
        return item(progress, progress.report());
    }

    @GetMapping("/{node}/maps")
    @Operation(summary = "The maps of a node: type, fill and memory, as its kernel has them")
    MapList maps(@PathVariable String node) {
        NodeReport report = found(node).report();
        return new MapList(report == null ? List.of() : report.maps());
    }

    @PostMapping("/{node}/diagnostics")
    @Operation(
            summary = "What a node's trouble is looked into with, in one document",
            description =
                    "What the server knows of the node, also while it is away: versions, revisions, programs, maps, endpoints, drops,"
                            + " the account of records, the last changes of logging. It changes nothing.")
    NodeDiagnostics diagnostics(@PathVariable String node) {
        return NodeDiagnostics.of(found(node), clock.instant());
    }

    private NodeProgress found(String node) {
        NodeProgress progress = nodes.node(new NodeName(node));
        if (progress == null) {
            throw ProblemException.notFound("There is no node " + node + ".");
        }
        return progress;
    }

    private static NodeItem item(NodeProgress node, @Nullable NodeReport report) {
        return new NodeItem(
                node.name().value(),
                NodeStanding.of(node.status()),
                node.desiredRevision(),
                node.appliedRevision(),
                node.daemon(),
                node.lastHeartbeat(),
                report);
    }
}
