package dev.weir.recommendation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Node;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyRef;
import dev.weir.net.Direction;
import dev.weir.net.Verdict;
import dev.weir.policy.Evaluation;
import dev.weir.policy.Judgement;
import dev.weir.policy.Judgement.Admits;
import dev.weir.policy.Judgement.Explanation;
import dev.weir.recommendation.Observed.Ends;
import dev.weir.simulation.Court;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges connections, like cases once: at each end by what the policies there can tell apart ({@link Eyes}). */
final class Precedents {
    private final ClusterSnapshot cluster;
    private final Court court;
    private final Map<View, Eyes> eyes = new HashMap<>();
    private final Map<Eyes.Look, Side> rulings = new HashMap<>();

    private record View(String namespace, Direction direction) {}

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

    /** An end is null where no policy judges: an address, a host-network pod, a pod that talks to itself, a pod's own node. */
    record Ruling(@Nullable Side egress, @Nullable Side ingress) {
        private static final Ruling NONE = new Ruling(null, null);

        @Nullable
        Side side(Direction direction) {
            return direction == Direction.INGRESS ? ingress : egress;
        }

        boolean isDenied() {
            return egress != null && egress.isDenied() || ingress != null && ingress.isDenied();
        }
    }

    Precedents(ClusterSnapshot cluster) {
        this.cluster = cluster;
        court = new Court(cluster);
    }

    Ruling judge(Ends ends) {
        if (ends.from().equals(ends.to()) || isOwnNode(ends)) {
            return Ruling.NONE;
        }
        Eyes.Look egress = look(ends, Direction.EGRESS);
        Eyes.Look ingress = look(ends, Direction.INGRESS);
        if (isNew(egress) || isNew(ingress)) {
            Evaluation evaluation = court.judge(ends.from(), ends.to(), ends.protocol(), ends.port());
            remember(egress, evaluation.egress());
            remember(ingress, evaluation.ingress());
        }
        return new Ruling(ruling(egress), ruling(ingress));
    }

    private boolean isOwnNode(Ends ends) {
        Pod pod = ends.to().pod();
        Node node = pod == null || pod.node() == null ? null : cluster.node(pod.node());
        return node != null && node.addresses().contains(ends.from().address());
    }

    /** Null where no policy judges. */
    private Eyes.@Nullable Look look(Ends ends, Direction direction) {
        Pod pod = ends.subject(direction).pod();
        return pod == null || !pod.isEnforced()
                ? null
                : eyes.computeIfAbsent(
                                new View(pod.ref().namespace(), direction),
                                view -> new Eyes(cluster, view.namespace(), view.direction()))
                        .look(ends);
    }

    private boolean isNew(Eyes.@Nullable Look look) {
        return look != null && !rulings.containsKey(look);
    }

    private void remember(Eyes.@Nullable Look look, @Nullable Judgement judgement) {
        if (look != null && judgement != null) {
            rulings.put(look, side(judgement));
        }
    }

    private @Nullable Side ruling(Eyes.@Nullable Look look) {
        return look == null ? null : rulings.get(look);
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
