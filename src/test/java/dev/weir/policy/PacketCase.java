package dev.weir.policy;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import java.util.List;

/** One packet in one cluster: what a property test fails on, and what a {@link Shrinker} makes smaller. */
record PacketCase(ClusterContents contents, Packet packet) {

    static PacketCase of(ClusterSnapshot cluster, Packet packet) {
        return new PacketCase(
                new ClusterContents(
                        cluster.namespaces(),
                        cluster.nodes(),
                        cluster.pods(),
                        cluster.policies(),
                        cluster.declaredLogging(),
                        cluster.logging()),
                packet);
    }

    ClusterSnapshot cluster() {
        return ClusterSnapshot.of(1, contents);
    }

    /** What the specification says. */
    Answer expected() {
        return Answer.of(new PolicyEvaluator(cluster()).evaluate(packet));
    }

    /** Whether that judge says the same; one that contradicts itself does not. */
    boolean holdsFor(Judge judge) {
        try {
            return judge.judge(cluster(), List.of(packet)).getFirst().agreesWith(expected());
        } catch (AssertionError contradiction) {
            return false;
        }
    }
}
