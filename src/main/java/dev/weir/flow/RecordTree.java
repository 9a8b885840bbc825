package dev.weir.flow;

import dev.weir.flow.FlowRecord.Connection;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as a JSON tree: GKE's keys, order and omissions, as in {@code policy_action.log}; what GKE does not have stands under the one key
 * {@code weir}.
 */
public final class RecordTree {
    private RecordTree() {}

    public static Map<String, Object> of(StoredRecord stored) {
        FlowRecord flow = stored.record();
        boolean allowed = flow.verdict() == Verdict.ALLOWED;
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("connection", connection(flow));
        tree.put("disposition", RecordWords.disposition(flow.verdict()));
        if (flow.role() == PolicyRole.ADMITTING && !flow.policies().isEmpty()) {
            tree.put(
                    "policies", flow.policies().stream().map(RecordTree::policy).toList());
        }
        tree.put("src", end(PeerParts.ofSource(flow)));
        tree.put("dest", end(PeerParts.ofDestination(flow)));
        tree.put("count", flow.count());
        tree.put("node_name", stored.node());
        tree.put("timestamp", flow.time().toString());
        tree.put("weir", extensions(stored, allowed));
        return tree;
    }

    private static Map<String, Object> connection(FlowRecord flow) {
        Connection connection = flow.connection();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("src_ip", connection.source().toString());
        tree.put("dest_ip", connection.destination().toString());
        if (connection.sourcePort() != 0) {
            tree.put("src_port", connection.sourcePort());
        }
        if (connection.destinationPort() != 0) {
            tree.put("dest_port", connection.destinationPort());
        }
        tree.put("protocol", RecordWords.protocol(connection.protocol()));
        tree.put("direction", flow.direction().label());
        return tree;
    }

    private static Map<String, Object> end(PeerParts parts) {
        Map<String, Object> tree = new LinkedHashMap<>();
        put(tree, "pod_name", parts.pod());
        put(tree, "workload_kind", parts.workloadKind());
        put(tree, "workload_name", parts.workloadName());
        put(tree, "pod_namespace", parts.namespace());
        put(tree, "namespace", parts.namespace());
        put(tree, "instance", parts.instance());
        return tree;
    }

    private static Map<String, Object> extensions(StoredRecord stored, boolean allowed) {
        FlowRecord flow = stored.record();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", stored.id());
        tree.put("cursor", stored.position());
        tree.put(
                flow.role().label(),
                flow.policies().stream()
                        .map(match -> attribution(match, flow.role() == PolicyRole.ADMITTING))
                        .toList());
        List<String> hidden = hidden(flow);
        if (!hidden.isEmpty()) {
            tree.put("hidden", hidden);
        }
        tree.put("revision", flow.revision());
        tree.put("connection_id", ConnectionId.of(flow.connection()));
        if (RecordWords.protocol(flow.connection().protocol()).equals("unknown")) {
            tree.put("protocol", beyondGke(flow.connection().protocol()));
        }
        Instant last = flow.lastTime();
        if (last.isAfter(flow.time())) {
            tree.put("last_timestamp", last.toString());
        }
        if (!allowed) {
            putDrop(tree, flow);
        }
        return tree;
    }

    /** The ends that are pods of namespaces that the reader may not see. */
    private static List<String> hidden(FlowRecord flow) {
        List<String> ends = new ArrayList<>();
        if (flow.source() instanceof FlowPeer.HiddenEnd) {
            ends.add("src");
        }
        if (flow.destination() instanceof FlowPeer.HiddenEnd) {
            ends.add("dest");
        }
        return ends;
    }

    private static void putDrop(Map<String, Object> tree, FlowRecord flow) {
        put(
                tree,
                "drop_reason",
                flow.drop().reason().isEmpty() ? null : flow.drop().reason());
        tree.put("packets", flow.count());
        if (flow.drop().bytes() > 0) {
            tree.put("bytes", flow.drop().bytes());
        }
    }

    private static Map<String, Object> policy(PolicyMatch match) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", match.policy().name());
        tree.put("namespace", match.policy().namespace());
        tree.put("kind", match.kind());
        return tree;
    }

    private static Map<String, Object> attribution(PolicyMatch match, boolean withRules) {
        Map<String, Object> tree = policy(match);
        if (withRules) {
            tree.put("rules", match.rules());
        }
        return tree;
    }

    /** GKE's records do not name it; here it is {@code icmpv6}, {@code sctp} or the number. */
    private static String beyondGke(Protocol protocol) {
        return switch (protocol.number()) {
            case 58 -> "icmpv6";
            case 132 -> "sctp";
            default -> Integer.toString(protocol.number());
        };
    }

    private static void put(Map<String, Object> tree, String key, @Nullable String value) {
        if (value != null) {
            tree.put(key, value);
        }
    }
}
