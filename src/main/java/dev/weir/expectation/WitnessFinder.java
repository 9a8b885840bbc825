package dev.weir.expectation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Pod;
import dev.weir.expectation.Witness.Blamed;
import dev.weir.expectation.Witness.Side;
import dev.weir.net.IpPrefix;
import dev.weir.net.Verdict;
import dev.weir.policy.Evaluation;
import dev.weir.policy.Judgement;
import dev.weir.policy.Judgement.Admits;
import dev.weir.policy.Judgement.DoesNotAdmit;
import dev.weir.policy.Judgement.Explanation;
import dev.weir.policy.Packet;
import dev.weir.policy.PolicyEvaluator;
import dev.weir.reach.End;
import dev.weir.reach.Opening;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Says of a pair which policies make it so, by the specification itself. */
final class WitnessFinder {
    private final PolicyEvaluator evaluator;

    WitnessFinder(ClusterSnapshot cluster) {
        evaluator = new PolicyEvaluator(cluster);
    }

    /** @param should whether they should be able to */
    Witness of(Opening opening, Packet packet, boolean should, String on) {
        Evaluation evaluation = evaluator.evaluate(packet);
        List<Side> sides = Stream.of(evaluation.egress(), evaluation.ingress())
                .filter(Objects::nonNull)
                .filter(side -> !should || side.verdict() == Verdict.DENIED)
                .map(side -> side(side, should))
                .toList();
        return new Witness(end(opening.from()), end(opening.to()), !should, on, sides);
    }

    private static Side side(Judgement side, boolean should) {
        List<Blamed> blamed = side.explanations().stream()
                .flatMap(one -> blamed(one, should).stream())
                .toList();
        return new Side(side.pod(), side.direction(), blamed);
    }

    private static List<Blamed> blamed(Explanation explanation, boolean should) {
        return switch (explanation.outcome()) {
            case Admits admits when !should -> List.of(new Blamed(explanation.policy(), admits.rules()));
            case DoesNotAdmit none when should -> List.of(new Blamed(explanation.policy(), List.of()));
            default -> List.of();
        };
    }

    private static End end(Opening.Someone someone) {
        Pod pod = someone.pod();
        return pod == null ? new End.RangeEnd(IpPrefix.host(someone.address()), List.of()) : End.WorkloadEnd.of(pod);
    }
}
