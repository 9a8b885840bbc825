package dev.weir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyRef;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.store.MemoryRecordStore;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.store.TimeRange;
import dev.weir.history.ClusterHistory;
import dev.weir.history.HistorySettings;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Verdict;
import dev.weir.nodes.Enforcement;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.SettableClock;
import dev.weir.simulation.PolicyEdits;
import dev.weir.simulation.Simulation.Impact;
import dev.weir.simulation.Simulator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A simulation tells what the kernel does afterwards: the kernel judges packets, they are recorded as it judged them, an edit is simulated, then made,
 * and the kernel judges the same packets again.
 */
@Tag("bpf")
class KernelReplayTests {
    private static final int CLUSTERS = 100;
    private static final int PACKETS = 40;
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void whatTheReplayForetellsIsWhatTheKernelDoesWithTheSamePacketsAfterTheChange() throws IOException {
        Long fixed = Long.getLong("weir.seed");
        long first = fixed == null ? System.nanoTime() : fixed;
        long changed = 0;
        try (KernelJudge kernel = new KernelJudge()) {
            for (long seed = first; seed < first + (fixed == null ? CLUSTERS : 1); seed++) {
                changed += check(kernel, seed);
            }
        }
        assertThat(changed).as("packets with another fate after some edit").isPositive();
    }

    private static long check(KernelJudge kernel, long seed) {
        RandomCluster world = new RandomCluster(seed);
        ClusterSnapshot before = world.snapshot();
        PolicyEdits edits = new PolicyEdits();
        RandomPolicies policies = new RandomPolicies(new Random(~seed), List.copyOf(before.pods()));
        edits.apply(policies.policy()).apply(policies.policy());
        if (!before.policies().isEmpty()) {
            edits.delete(before.policies().iterator().next().ref());
        }
        List<Packet> packets = RandomCluster.times(PACKETS, () -> world.packet(before)).stream()
                .distinct()
                .filter(packet -> concerns(before, edits, packet))
                .toList();
        List<Boolean> then = allowed(kernel.judge(before, packets));
        List<Boolean> after = allowed(kernel.judge(edits.in(before), packets));
        Impact impact = simulate(before, edits, packets, then);
        long[] fates = new long[4];
        for (int i = 0; i < packets.size(); i++) {
            fates[(then.get(i) ? 2 : 0) + (after.get(i) ? 1 : 0)]++;
        }
        assertThat(List.of(
                        impact.stillDenied(),
                        impact.newlyAllowed().records(),
                        impact.newlyDenied().records(),
                        impact.stillAllowed()))
                .as("-Dweir.seed=%d", seed)
                .isEqualTo(List.of(fates[0], fates[1], fates[2], fates[3]));
        assertThat(impact.recordedOtherwise()).as("-Dweir.seed=%d", seed).isZero();
        return fates[1] + fates[2];
    }

    /** Only records of namespaces whose policies change are judged again. */
    private static boolean concerns(ClusterSnapshot before, PolicyEdits edits, Packet packet) {
        ClusterSnapshot after = edits.in(before);
        List<String> namespaces = after.changesSince(before).policies().stream()
                .map(PolicyRef::namespace)
                .toList();
        return isIn(namespaces, before.podAt(packet.source())) || isIn(namespaces, before.podAt(packet.destination()));
    }

    private static boolean isIn(List<String> namespaces, @Nullable Pod pod) {
        return pod != null && namespaces.contains(pod.ref().namespace());
    }

    private static List<Boolean> allowed(List<Answer> answers) {
        return answers.stream()
                .map(answer -> answer.verdict() == Verdict.ALLOWED)
                .toList();
    }

    private static Impact simulate(
            ClusterSnapshot before, PolicyEdits edits, List<Packet> packets, List<Boolean> then) {
        ClusterState cluster = new ClusterState();
        cluster.replace(new ClusterContents(
                before.namespaces(),
                before.nodes(),
                before.pods(),
                before.policies(),
                before.declaredLogging(),
                before.logging()));
        SettableClock clock = new SettableClock();
        try (RecordStore store = new MemoryRecordStore();
                ClusterHistory history =
                        new ClusterHistory(new HistorySettings("", Duration.ofDays(7), 100_000), clock)) {
            List<FlowRecord> records = new ArrayList<>();
            for (int i = 0; i < packets.size(); i++) {
                records.add(record(i + 1, before, packets.get(i), then.get(i)));
            }
            store.append("node-1", 1, records);
            TimeRange window = new TimeRange(NOON, NOON.plus(Duration.ofDays(1)));
            return new Simulator(cluster, history, store, new NoNodes(), clock)
                    .simulate(edits, window)
                    .impact();
        }
    }

    /** As the end that decided records it. */
    private static FlowRecord record(int sequence, ClusterSnapshot cluster, Packet packet, boolean allowed) {
        Instant time = NOON.plusSeconds(100L * sequence);
        Evaluation evaluation = new PolicyEvaluator(cluster).evaluate(packet);
        boolean leaving =
                !allowed && evaluation.egress() != null && evaluation.egress().verdict() == Verdict.DENIED;
        return new FlowRecord(
                sequence,
                time,
                time,
                allowed ? Verdict.ALLOWED : Verdict.DENIED,
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

    /** No node is asked. */
    private static final class NoNodes implements NodeRegistry {
        @Override
        public List<NodeProgress> nodes() {
            return List.of();
        }

        @Override
        public @Nullable NodeProgress node(NodeName name) {
            return null;
        }

        @Override
        public Enforcement enforcement(PolicyRef policy) {
            return new Enforcement(0, 0);
        }
    }
}
