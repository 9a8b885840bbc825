package dev.weir.policy;

import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.net.Direction;
import dev.weir.net.Verdict;
import java.util.List;

/**
 * What the policies of one pod say about a packet, and why. Every policy of the pod's namespace has its explanation.
 *
 * @param explanations of the policies that are enforced
 * @param wouldDeny whether it passes and would not if the policies in shadow were enforced
 * @param shadow of the policies in shadow, which decide nothing
 */
public record Judgement(
        PodRef pod,
        Direction direction,
        Verdict verdict,
        List<Explanation> explanations,
        boolean wouldDeny,
        List<Explanation> shadow) {
    public Judgement {
        explanations = List.copyOf(explanations);
        shadow = List.copyOf(shadow);
    }

    /** Whether any policy isolates the pod in this direction. */
    public boolean isIsolated() {
        return explanations.stream().anyMatch(explanation -> !(explanation.outcome() instanceof NotApplicable));
    }

    /** What one policy has to do with it. */
    public record Explanation(PolicyRef policy, Outcome outcome) {}

    /** A policy does not concern the packet, admits it, or isolates the pod without admitting it. */
    public sealed interface Outcome {}

    /** The policy does not isolate the pod in this direction. */
    public record NotApplicable(Reason reason) implements Outcome {
        /** Why. */
        public enum Reason {
            POD_NOT_SELECTED,
            OTHER_DIRECTION
        }
    }

    /** At least one rule matches; the indexes of all that do. */
    public record Admits(List<Integer> rules) implements Outcome {
        public Admits {
            rules = List.copyOf(rules);
        }
    }

    /** The policy isolates the pod, and none of its rules matches: for each, which half failed. */
    public record DoesNotAdmit(List<RuleFinding> rules) implements Outcome {
        public DoesNotAdmit {
            rules = List.copyOf(rules);
        }
    }

    /** Which halves of a rule match. */
    public record RuleFinding(int rule, boolean peerMatches, boolean portMatches) {
        public boolean matches() {
            return peerMatches && portMatches;
        }
    }
}
