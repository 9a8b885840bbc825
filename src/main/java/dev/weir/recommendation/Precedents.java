package dev.weir.recommendation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyRef;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Verdict;
import dev.weir.policy.Judgement;
import dev.weir.policy.Judgement.Admits;
import dev.weir.policy.Judgement.Explanation;
import dev.weir.recommendation.Observed.Ends;
import dev.weir.simulation.Court;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Judges connections, like cases once: at each end by what the policies there can tell apart ({@link Eyes}). */
final class Precedents {
    private final ClusterSnapshot cluster;
    private final Court court;
    private final @Nullable Elsewhere elsewhere;
    private final Map<NodeName, List<IpAddress>> nodes = new HashMap<>();
    private final Map<Direction, Map<String, Eyes>> eyes = new EnumMap<>(Direction.class);

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
        this(cluster, null);
    }

    private Precedents(ClusterSnapshot cluster, @Nullable Elsewhere elsewhere) {
        this.cluster = cluster;
        this.elsewhere = elsewhere;
        court = new Court(cluster);
    }

    /** In the same cluster after policies of one namespace were edited: at ends in the others nothing is judged otherwise. */
    Precedents after(ClusterSnapshot edited, String namespace) {
        return new Precedents(edited, new Elsewhere(namespace, this));
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
        return eyes.computeIfAbsent(direction, unused -> new HashMap<>())
                .computeIfAbsent(pod.ref().namespace(), namespace -> new Eyes(cluster, namespace, direction))
                .precedent(ends, first -> ruling(first, direction));
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
        return pod != null
                && pod.node() != null
                && nodes.computeIfAbsent(pod.node(), this::addresses)
                        .contains(ends.from().address());
    }

    private List<IpAddress> addresses(NodeName name) {
        Node node = cluster.node(name);
        return node == null ? List.of() : node.addresses();
    }

    private Side ruling(Ends ends, Direction direction) {
        Judgement judgement = court.judge(ends.from(), ends.to(), ends.protocol(), ends.port(), direction);
        return side(Objects.requireNonNull(judgement, "a pod whose policies are enforced is judged"));
    }

    private static Side side(Judgement judgement) {
        return new Side(
                judgement.pod().namespace(),
                judgement.verdict(),
                judgement.explanations().stream()
                        .filter(one -> one.outcome() instanceof Admits)
                        .map(Explanation::policy)
                        .toList());
    }
}
