package dev.weir.why;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.net.Direction;
import dev.weir.net.Verdict;
import dev.weir.policy.Evaluation;
import dev.weir.policy.Judgement;
import dev.weir.policy.Judgement.Admits;
import dev.weir.policy.Judgement.NotApplicable;
import dev.weir.policy.Packet;
import dev.weir.policy.PolicyEvaluator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the policies of both ends say of a packet, in one sentence. */
final class PairReason {
    private final PolicyEvaluator evaluator;

    PairReason(ClusterSnapshot cluster) {
        evaluator = new PolicyEvaluator(cluster);
    }

    boolean isAllowed(Packet packet) {
        return evaluator.evaluate(packet).verdict() == Verdict.ALLOWED;
    }

    String of(Packet packet) {
        Evaluation evaluation = evaluator.evaluate(packet);
        if (evaluation.basis() != Evaluation.Basis.POLICIES) {
            return evaluation.basis() == Evaluation.Basis.POD_ITSELF
                    ? "A pod always reaches itself."
                    : "A node always reaches its own pods.";
        }
        String sides = Stream.of(side(evaluation.egress()), side(evaluation.ingress()))
                .flatMap(List::stream)
                .collect(Collectors.joining("; "));
        return sides.isEmpty() ? "No policy is enforced at either end." : sides + ".";
    }

    private static List<String> side(@Nullable Judgement side) {
        return side == null
                ? List.of()
                : List.of((side.direction() == Direction.INGRESS ? "Entering " : "Leaving ")
                        + side.pod()
                        + ": "
                        + what(side));
    }

    private static String what(Judgement side) {
        if (!side.isIsolated()) {
            return "no policy isolates it";
        }
        return side.verdict() == Verdict.ALLOWED
                ? "admitted by " + admitting(side)
                : "isolated by " + isolating(side) + ", none admits";
    }

    private static String admitting(Judgement side) {
        return side.explanations().stream()
                .filter(one -> one.outcome() instanceof Admits)
                .map(one -> one.policy().name() + " (rule "
                        + ((Admits) one.outcome())
                                .rules().stream()
                                        .map(rule -> Integer.toString(rule + 1))
                                        .collect(Collectors.joining(", "))
                        + ")")
                .collect(Collectors.joining(", "));
    }

    private static String isolating(Judgement side) {
        return side.explanations().stream()
                .filter(one -> !(one.outcome() instanceof NotApplicable))
                .map(one -> one.policy().name())
                .collect(Collectors.joining(", "));
    }
}
