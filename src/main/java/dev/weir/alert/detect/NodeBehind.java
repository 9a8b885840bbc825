package dev.weir.alert.detect;

import dev.weir.alert.AlertRule;
import dev.weir.alert.AlertSubject;
import dev.weir.alert.Detector;
import dev.weir.alert.Evidence;
import dev.weir.alert.Finding;
import dev.weir.alert.Look;
import dev.weir.alert.Looked;
import dev.weir.alert.Measure;
import dev.weir.cluster.ClusterState;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.NodeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Nodes whose daemon is away, silent or refuses, or that do not get on with a revision. */
final class NodeBehind implements Detector {
    private final NodeRegistry nodes;
    private final ClusterState cluster;
    private final Map<String, Behind> behind = new HashMap<>();

    /** Since when, and at which revision: a node that gets on is not behind, however many revisions come. */
    private record Behind(Instant since, long applied) {}

    NodeBehind(NodeRegistry nodes, ClusterState cluster) {
        this.nodes = nodes;
        this.cluster = cluster;
    }

    @Override
    public AlertRule rule() {
        return AlertRule.NODE_BEHIND;
    }

    @Override
    public Looked look(Look look) {
        List<Finding> findings = new ArrayList<>();
        Set<String> unwell = new HashSet<>();
        for (NodeProgress node : nodes.nodes()) {
            // Who has left the cluster is not behind.
            if (cluster.current().node(node.name()) != null && !isWell(node, look)) {
                unwell.add(node.name().value());
                Behind own = behind.compute(node.name().value(), (name, known) -> since(node, known, look));
                if (!own.since().plus(look.settings().window()).isAfter(look.now())) {
                    findings.add(finding(node, own, look));
                }
            }
        }
        behind.keySet().retainAll(unwell);
        return new Looked(findings, List.of());
    }

    private static boolean isWell(NodeProgress node, Look look) {
        Instant heard = node.lastHeartbeat();
        boolean silent = heard != null && heard.plus(look.settings().window()).isBefore(look.now());
        return node.status() instanceof NodeStatus.UpToDate && !silent;
    }

    private static Behind since(NodeProgress node, @Nullable Behind known, Look look) {
        return known != null && known.applied() == node.appliedRevision()
                ? known
                : new Behind(started(node, look), node.appliedRevision());
    }

    /** A status that changes within being behind, as one that is refused again and again, does not start it anew: only this first one counts. */
    private static Instant started(NodeProgress node, Look look) {
        return switch (node.status()) {
            case NodeStatus.NeverConnected never -> look.now();
            case NodeStatus.Connected connected -> connected.since();
            case NodeStatus.Applying applying -> applying.since();
            case NodeStatus.Failed failed -> failed.since();
            case NodeStatus.Gone gone -> gone.since();
            case NodeStatus.UpToDate silent -> node.lastHeartbeat() == null ? look.now() : node.lastHeartbeat();
        };
    }

    private Finding finding(NodeProgress node, Behind own, Look look) {
        String name = node.name().value();
        return new Finding(
                AlertSubject.node(name),
                name + " " + reason(node) + " since " + own.since() + ".",
                new Measure(
                        Duration.between(own.since(), look.now()).toSeconds(),
                        look.settings().window().toSeconds(),
                        null,
                        rule().unit()),
                new Evidence(
                        "node_name=" + Clauses.quoted(name),
                        own.since().minus(look.settings().window()),
                        look.now()));
    }

    private static String reason(NodeProgress node) {
        return switch (node.status()) {
            case NodeStatus.NeverConnected never ->
                "has no daemon: what runs there is closed or enforces an older program,";
            case NodeStatus.Connected connected -> "has been sent nothing to enforce";
            case NodeStatus.Applying applying -> "has not applied revision " + applying.revision();
            case NodeStatus.Failed failed -> "refuses revision " + failed.revision() + " (" + failed.reason() + ")";
            case NodeStatus.Gone gone -> "is without its daemon and goes on with what it has";
            case NodeStatus.UpToDate silent -> "has not reported";
        };
    }
}
