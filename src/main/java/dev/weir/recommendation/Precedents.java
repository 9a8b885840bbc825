package dev.weir.recommendation;

import static java.util.Objects.requireNonNull;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyRef;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Verdict;
import dev.weir.recommendation.Observed.Ends;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges connections, like cases once: at each end by what the policies there can tell apart ({@link Eyes}). */
final class Precedents {
    private final ClusterSnapshot cluster;
    private final Replicas replicas;
    private final @Nullable Elsewhere elsewhere;
    private final Map<NodeName, List<IpAddress>> nodes = new HashMap<>();
    private final Map<Direction, Map<String, Eyes>> eyes =
            Map.of(Direction.INGRESS, new HashMap<>(), Direction.EGRESS, new HashMap<>());

    /** Who judges the ends that are not in that namespace. */
    private record Elsewhere(String namespace, Precedents precedents) {}

    /**
     * What the policies of one end say.
     *
     * @param namespace of the pod there
     * @param admitting those that admit it
     */
    record Side(String namespace, Verdict verdict, List<PolicyRef> admitting) {
        boolean isDenied() {
            return verdict == Verdict.DENIED;
        }
    }

    Precedents(ClusterSnapshot cluster) {
        this(cluster, new Replicas(), null);
    }

    private Precedents(ClusterSnapshot cluster, Replicas replicas, @Nullable Elsewhere elsewhere) {
        this.cluster = cluster;
        this.replicas = replicas;
        this.elsewhere = elsewhere;
    }

    /** In the same cluster after policies of one namespace were edited: at ends in the others nothing is judged otherwise. */
    Precedents after(ClusterSnapshot edited, String namespace) {
        return new Precedents(edited, replicas, new Elsewhere(namespace, this));
    }

    /** Null where no policy judges: for an address, a host-network pod, a pod that talks to itself, and its own node. */
    @Nullable
    Side judge(Ends ends, Direction direction) {
        Pod pod = ends.subject(direction).pod();
        if (pod == null || !pod.isEnforced()) {
            return null;
        }
        if (elsewhere != null && !elsewhere.namespace().equals(pod.ref().namespace())) {
            return elsewhere.precedents().judge(ends, direction);
        }
        if (isItself(ends) || isOwnNode(ends)) {
            return null;
        }
        return eyes(pod.ref().namespace(), direction).judge(ends);
    }

    private Eyes eyes(String namespace, Direction direction) {
        Map<String, Eyes> known = requireNonNull(eyes.get(direction));
        Eyes own = known.get(namespace);
        if (own == null) {
            own = new Eyes(cluster, namespace, direction, replicas);
            known.put(namespace, own);
        }
        return own;
    }

    /** Also two pods that had the same address one after the other: no packet goes from one to the other. */
    private static boolean isItself(Ends ends) {
        Pod from = ends.from().pod();
        Pod to = ends.to().pod();
        boolean same = from != null && to != null && from.ref().equals(to.ref());
        return same || ends.from().address().equals(ends.to().address());
    }

    private boolean isOwnNode(Ends ends) {
        Pod pod = ends.to().pod();
        NodeName node = pod == null ? null : pod.node();
        return node != null && addresses(node).contains(ends.from().address());
    }

    private List<IpAddress> addresses(NodeName name) {
        List<IpAddress> known = nodes.get(name);
        if (known == null) {
            Node node = cluster.node(name);
            known = node == null ? List.of() : node.addresses();
            nodes.put(name, known);
        }
        return known;
    }
}
