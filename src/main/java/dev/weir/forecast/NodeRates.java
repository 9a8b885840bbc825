package dev.weir.forecast;

import dev.weir.cluster.NodeName;
import dev.weir.cluster.PolicyRef;
import dev.weir.nodes.NodeReport.DenialLines;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How fast a node's counters grew lately.
 *
 * @param steps one after the other, oldest first
 */
public record NodeRates(NodeName node, List<Step> steps) {
    public NodeRates {
        steps = List.copyOf(steps);
    }

    /** Everything that grew between two looks, by namespace. */
    public record Step(Duration length, Map<String, Growth> namespaces) {
        public Step {
            namespaces = Map.copyOf(namespaces);
        }
    }

    /**
     * What the pods of a namespace on that node did.
     *
     * @param allowed connections that a policy admitted
     * @param denied packets
     * @param wouldDeny connections that only policies in shadow would have denied
     * @param lines of denied and wouldDeny, of what was recorded, and how many share them
     * @param policies connections that each policy admitted; one that two admit is in both
     */
    public record Growth(long allowed, long denied, long wouldDeny, DenialLines lines, Map<PolicyRef, Long> policies) {
        static final Growth NONE = new Growth(0, 0, 0, DenialLines.NONE, Map.of());

        public Growth {
            policies = Map.copyOf(policies);
        }

        long mergeable() {
            return denied + wouldDeny;
        }
    }

    /** How long was looked at. */
    Duration over() {
        return steps.stream().map(Step::length).reduce(Duration.ZERO, Duration::plus);
    }

    /** Without other namespaces. */
    public NodeRates within(Predicate<String> visible) {
        return new NodeRates(
                node,
                steps.stream()
                        .map(step -> new Step(
                                step.length(),
                                step.namespaces().entrySet().stream()
                                        .filter(entry -> visible.test(entry.getKey()))
                                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue))))
                        .toList());
    }
}
