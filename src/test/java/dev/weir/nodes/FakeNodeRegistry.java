package dev.weir.nodes;

import dev.weir.cluster.NodeName;
import dev.weir.cluster.PolicyRef;
import dev.weir.nodes.NodeReport.RecordAccounting;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nodes as a test wants them. */
public final class FakeNodeRegistry implements NodeRegistry {
    private final Map<NodeName, NodeProgress> nodes = new LinkedHashMap<>();
    private Enforcement enforcement = new Enforcement(2, 2);

    public void clear() {
        nodes.clear();
        enforcement = new Enforcement(2, 2);
    }

    /** In the place of the node that has its name. */
    public void set(NodeProgress node) {
        nodes.put(node.name(), node);
    }

    /** A daemon reports what it counted since it last did, as a server would put it together. */
    public void report(String name, NodeCounts update, Instant now) {
        set(name, new NodeStatus.UpToDate(1, now), counts(name).with(update), now);
    }

    public void gone(String name, Instant since) {
        set(name, new NodeStatus.Gone(since), counts(name), since);
    }

    private void set(String name, NodeStatus status, NodeCounts counts, Instant heard) {
        NodeReport report = new NodeReport(1, List.of(), List.of(), RecordAccounting.NONE, Map.of(), counts, 0);
        set(new NodeProgress(new NodeName(name), status, 1, 1, null, report, heard));
    }

    private NodeCounts counts(String name) {
        NodeProgress before = node(new NodeName(name));
        return before == null || before.report() == null
                ? NodeCounts.NONE
                : before.report().counts();
    }

    public void enforce(Enforcement wanted) {
        enforcement = wanted;
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
        return enforcement;
    }
}
