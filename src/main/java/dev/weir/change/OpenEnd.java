package dev.weir.change;

import dev.weir.cluster.Pod;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeCounts.PairEnd;

/** A workload of which a pod was not isolated in a direction before a change: whatever is denied there afterwards could pass before. */
public record OpenEnd(PairEnd workload, String direction) {
    static OpenEnd of(Pod pod, Direction direction) {
        PairEnd end = pod.workload() == null
                ? new PairEnd(pod.ref().namespace(), "Pod", pod.ref().name())
                : new PairEnd(
                        pod.ref().namespace(),
                        pod.workload().kind(),
                        pod.workload().name());
        return new OpenEnd(end, direction.label());
    }
}
