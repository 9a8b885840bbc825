package dev.weir.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Pod;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.StoredRecord;
import dev.weir.history.ClusterHistory;
import dev.weir.history.HistorySettings;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Verdict;
import dev.weir.nodes.SettableClock;
import dev.weir.policy.Evaluation;
import dev.weir.policy.Packet;
import dev.weir.policy.PolicyEvaluator;
import dev.weir.policy.RandomCluster;
import dev.weir.policy.RandomPolicies;
import dev.weir.simulation.Simulation.Impact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What becomes of recorded traffic is what the specification says of the same packets before and after. */
class ReplayAgreesTests {
    private static final int WORLDS = 300;
    private static final int PACKETS = 60;

    @Test
    void everyRecordedConnectionIsJudgedAsTheSpecificationJudgesItInTheWholeCluster() {
        Long fixed = Long.getLong("weir.seed");
        long first = fixed == null ? System.nanoTime() : fixed;
        SettableClock clock = new SettableClock();
        try (ClusterHistory history = new ClusterHistory(new HistorySettings("", Duration.ofDays(7), 100_000), clock)) {
            long changed = 0;
            for (long seed = first; seed < first + (fixed == null ? WORLDS : 1); seed++) {
                changed += check(seed, history);
            }
            assertThat(changed).as("packets that some edit changed").isPositive();
        }
    }

    private static long check(long seed, ClusterHistory history) {
        RandomCluster world = new RandomCluster(seed);
        ClusterSnapshot before = world.snapshot();
        ClusterSnapshot after = new PolicyEdits()
                .apply(new RandomPolicies(new Random(~seed), List.copyOf(before.pods())).policy())
                .in(before);
        List<StoredRecord> records = new ArrayList<>();
        long[][] expected = new long[2][2];
        for (int i = 0; i < PACKETS; i++) {
            Packet packet = world.packet(before);
            Evaluation then = new PolicyEvaluator(before).evaluate(packet);
            // Two connections of the same ends would be told as one of both ends; a record is of the end that decided.
            records.add(new StoredRecord(i, "node-1", 1, record(i, before, packet, then)));
            Evaluation now = new PolicyEvaluator(after).evaluate(packet);
            expected[then.verdict().ordinal()][now.verdict().ordinal()]++;
        }
        Impact impact = new Replay(before, after, history).of(records);
        int allowed = Verdict.ALLOWED.ordinal();
        int denied = Verdict.DENIED.ordinal();
        assertThat(List.of(
                        impact.stillAllowed(),
                        impact.newlyDenied().records(),
                        impact.newlyAllowed().records(),
                        impact.stillDenied(),
                        impact.undecidable().records(),
                        impact.recordedOtherwise()))
                .as("-Dweir.seed=%d", seed)
                .isEqualTo(List.of(
                        expected[allowed][allowed],
                        expected[allowed][denied],
                        expected[denied][allowed],
                        expected[denied][denied],
                        0L,
                        0L));
        return expected[allowed][denied] + expected[denied][allowed];
    }

    private static FlowRecord record(int sequence, ClusterSnapshot cluster, Packet packet, Evaluation then) {
        boolean leaving = then.verdict() == Verdict.DENIED
                && then.egress() != null
                && then.egress().verdict() == Verdict.DENIED;
        Instant time = Instant.EPOCH.plusSeconds(100L * sequence);
        return new FlowRecord(
                sequence,
                time,
                time,
                then.verdict(),
                leaving ? Direction.EGRESS : Direction.INGRESS,
                new FlowRecord.Connection(
                        packet.protocol(), packet.source(), 40_000, packet.destination(), packet.destinationPort()),
                peer(cluster, packet.source()),
                peer(cluster, packet.destination()),
                List.of(),
                1,
                1);
    }

    private static FlowPeer peer(ClusterSnapshot cluster, IpAddress address) {
        Pod pod = cluster.podAt(address);
        return pod == null
                ? new FlowPeer.AddressEnd(address.toString())
                : new FlowPeer.PodEnd(pod.ref(), pod.workload(), "");
    }
}
