package dev.weir.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.weir.cluster.ClusterSnapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a judge and the specification about packets in random clusters. What they disagree on is made as small as it goes and printed as a
 * scenario, with the seed: {@code -Dweir.seed=…} runs that one cluster again.
 */
final class Agreement {
    private static final int PACKETS = 60;

    private final Judge judge;
    private int decidedByPolicies;

    private Agreement(Judge judge) {
        this.judge = judge;
    }

    static void check(Judge judge, int clusters) {
        Long fixed = Long.getLong("weir.seed");
        long first = fixed == null ? System.nanoTime() : fixed;
        Agreement agreement = new Agreement(judge);
        long started = System.nanoTime();
        for (long seed = first; seed < first + (fixed == null ? clusters : 1); seed++) {
            agreement.check(seed);
        }
        System.out.printf(
                "%s: %d clusters from seed %d, %d packets each, %d ends decided by policies, %d ms%n",
                judge.getClass().getSimpleName(),
                fixed == null ? clusters : 1,
                first,
                PACKETS,
                agreement.decidedByPolicies,
                (System.nanoTime() - started) / 1_000_000);
        assertThat(agreement.decidedByPolicies).isPositive();
    }

    private void check(long seed) {
        RandomCluster random = new RandomCluster(seed);
        ClusterSnapshot cluster = random.snapshot();
        List<Packet> packets = RandomCluster.times(PACKETS, () -> random.packet(cluster));
        List<Answer> answers = answers(seed, cluster, packets);
        PolicyEvaluator specification = new PolicyEvaluator(cluster);
        for (int i = 0; i < PACKETS; i++) {
            Answer expected = Answer.of(specification.evaluate(packets.get(i)));
            if (!answers.get(i).agreesWith(expected)) {
                report(seed, PacketCase.of(cluster, packets.get(i)));
            }
            decidedByPolicies += decided(expected);
        }
    }

    /** A judge may notice that it contradicts itself; then each packet is asked alone, to find which it is. */
    private List<Answer> answers(long seed, ClusterSnapshot cluster, List<Packet> packets) {
        try {
            return judge.judge(cluster, packets);
        } catch (AssertionError contradiction) {
            packets.stream()
                    .map(packet -> PacketCase.of(cluster, packet))
                    .filter(one -> !one.holdsFor(judge))
                    .findFirst()
                    .ifPresent(one -> report(seed, one));
            throw contradiction;
        }
    }

    private static int decided(Answer answer) {
        List<End> ends = new ArrayList<>();
        if (answer.egress() != null) {
            ends.add(answer.egress());
        }
        if (answer.ingress() != null) {
            ends.add(answer.ingress());
        }
        return (int) ends.stream().filter(end -> !end.policies().isEmpty()).count();
    }

    private void report(long seed, PacketCase failing) {
        PacketCase smallest = Shrinker.shrink(failing, candidate -> !candidate.holdsFor(judge));
        fail(describe(seed, smallest));
    }

    private String describe(long seed, PacketCase one) {
        String said;
        try {
            said = judge.judge(one.cluster(), List.of(one.packet())).getFirst().toString();
        } catch (AssertionError contradiction) {
            said = String.valueOf(contradiction.getMessage());
        }
        return "-Dweir.seed=" + seed + ": the specification says " + one.expected() + ", "
                + judge.getClass().getSimpleName() + " says " + said + "\n"
                + ScenarioText.of("seed " + seed, one);
    }
}
