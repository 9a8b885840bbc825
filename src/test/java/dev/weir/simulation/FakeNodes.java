package dev.weir.simulation;

import dev.weir.cluster.NodeName;
import dev.weir.cluster.PolicyRef;
import dev.weir.nodes.Enforcement;
import dev.weir.nodes.NodeCounts;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.NodeReport;
import dev.weir.nodes.NodeReport.RecordAccounting;
import dev.weir.nodes.NodeStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Nodes as a test wants them. */
final class FakeNodes implements NodeRegistry {
    private final Map<NodeName, NodeProgress> nodes = new TreeMap<>();

    void set(String name, NodeStatus status, long lost) {
        NodeReport report = new NodeReport(
                1,
                List.of(),
                List.of(),
                new RecordAccounting(lost, 0, 0, Map.of("ring_full", lost)),
                Map.of(),
                NodeCounts.NONE,
                0);
        NodeName node = new NodeName(name);
        nodes.put(node, new NodeProgress(node, status, 1, 1, null, report, Instant.EPOCH));
    }

    @Override
    public List<NodeProgress> nodes() {
        return List.copyOf(nodes.values());
    }

    @Override
    public @Nullable NodeProgress node(NodeName name) {
        return nodes.get(name);
    }

    @Override
    public Enforcement enforcement(PolicyRef policy) {
        return new Enforcement(0, 0);
    }
}
