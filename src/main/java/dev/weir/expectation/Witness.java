package dev.weir.expectation;

import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.net.Direction;
import dev.weir.reach.End;
import dev.weir.reach.End.WorkloadEnd;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Two between whom it is not as it was expected, and which policies make it so.
 *
 * @param may whether they may although they should not; else they may not although they should
 * @param on the ports
 * @param sides of the pods concerned: where it is admitted, or where it is not
 */
public record Witness(End from, End to, boolean may, String on, List<Side> sides) {
    public Witness {
        sides = List.copyOf(sides);
    }

    /**
     * What the policies of one end come to.
     *
     * @param blamed that admit it, or that isolate the pod and do not; empty when no policy isolates it
     */
    public record Side(PodRef pod, Direction direction, List<Blamed> blamed) {
        public Side {
            blamed = List.copyOf(blamed);
        }
    }

    /** @param rules that admit it, from 0; empty when none does */
    public record Blamed(PolicyRef policy, List<Integer> rules) {
        public Blamed {
            rules = List.copyOf(rules);
        }
    }

    /** Who may reach whom, and by which policies. Whoever lies in a namespace that the reader may not see stays unnamed. */
    public String sentence(Predicate<String> visible) {
        String what = name(from, visible) + (may ? " may reach " : " may not reach ") + name(to, visible) + " on " + on;
        String why = sides.stream()
                .filter(side -> visible.test(side.pod().namespace()))
                .map(this::words)
                .collect(Collectors.joining("; "));
        return why.isEmpty() ? what + "." : what + ": " + why + ".";
    }

    private static String name(End end, Predicate<String> visible) {
        return end instanceof WorkloadEnd workload && !visible.test(workload.namespace())
                ? "a pod of another namespace"
                : end.toString();
    }

    private String words(Side side) {
        String where = (side.direction() == Direction.INGRESS ? "entering " : "leaving ") + side.pod() + " ";
        if (side.blamed().isEmpty()) {
            return where + "no policy isolates it";
        }
        String policies = side.blamed().stream().map(Witness::words).collect(Collectors.joining(", "));
        return where + (may ? "admitted by " + policies : "isolated by " + policies + ", none admits");
    }

    private static String words(Blamed blamed) {
        String rules =
                blamed.rules().stream().map(rule -> Integer.toString(rule + 1)).collect(Collectors.joining(", "));
        return blamed.policy() + (rules.isEmpty() ? "" : " (rule " + rules + ")");
    }
}
