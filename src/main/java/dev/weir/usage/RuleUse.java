package dev.weir.usage;

import dev.weir.cluster.PodRef;
import dev.weir.net.Direction;
import java.util.List;

/**
 * How much of a rule was used.
 *
 * @param rule its index in {@code spec.ingress} or {@code spec.egress}
 * @param anyone whether it admits whoever there is; then the pods are those of the whole cluster
 * @param admitted pods that it admits now
 * @param users ends that were seen to connect through it, the busiest first
 * @param usedPods of the admitted ones, those of the ends that were seen
 * @param unused of the admitted ones, those of which no record tells
 * @param elsewhere connections of the policy in this direction whose end is none of the pods that its rules admit now: addresses, or pods that are gone
 */
public record RuleUse(
        Direction direction,
        int rule,
        boolean anyone,
        int admitted,
        List<User> users,
        int usedPods,
        List<PodRef> unused,
        long elsewhere) {
    /** Fewer pods are not worth another rule. */
    private static final int FEW = 5;

    public RuleUse {
        users = List.copyOf(users);
        unused = List.copyOf(unused);
    }

    /**
     * A workload, or a pod that has none.
     *
     * @param connections recorded
     */
    public record User(String namespace, String name, int pods, long connections) {}

    /** Whether most of what it admits was not used, although some was. */
    public boolean isTooWide() {
        return usedPods > 0 && unused.size() >= FEW && usedPods * 2 <= admitted;
    }

    /** Whether it admits pods and nothing of it was used. */
    public boolean isIdle() {
        return usedPods == 0 && elsewhere == 0;
    }
}
