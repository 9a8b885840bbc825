package dev.weir.flow.bench;

import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Workload;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.Connection;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.store.TimeRange;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A day of a middling cluster: 40 namespaces, 2,000 pods of 400 workloads on 50 nodes, 500 addresses outside. Some pairs speak far more often than
 * others, 15 % is denied, a record names one to three policies. The same seed makes the same day.
 */
final class Traffic {
    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    static final TimeRange DAY = new TimeRange(START, START.plus(Duration.ofDays(1)));
    static final int NODES = 50;
    static final int NAMESPACES = 40;
    private static final int PODS = 2_000;
    private static final int OUTSIDE = 500;
    private static final int DENIED_PERCENT = 15;

    private final List<End> pods = new ArrayList<>();
    private final List<End> outside = new ArrayList<>();
    private final List<List<PolicyMatch>> policies;

    private record End(FlowPeer peer, IpAddress address, int namespace) {}

    Traffic() {
        for (int i = 0; i < PODS; i++) {
            pods.add(pod(i));
        }
        for (int i = 0; i < OUTSIDE; i++) {
            IpAddress address = IpAddress.v4(0xC6336400 + i); // 198.51.100.0 and what follows
            outside.add(new End(new FlowPeer.AddressEnd(address.toString()), address, 0));
        }
        policies = IntStream.range(0, NAMESPACES).mapToObj(Traffic::policies).toList();
    }

    private static End pod(int number) {
        int workload = number / 5;
        int namespace = workload % NAMESPACES;
        PodRef name =
                new PodRef("team-" + namespace, "service-" + workload + "-7d9c5b6f4-" + Integer.toString(number, 36));
        FlowPeer peer =
                new FlowPeer.PodEnd(name, new Workload("Deployment", "service-" + workload), "node-" + number % NODES);
        return new End(peer, IpAddress.v4(0x0AF40000 + number), namespace);
    }

    private static List<PolicyMatch> policies(int namespace) {
        return IntStream.rangeClosed(0, namespace % 3)
                .mapToObj(i ->
                        new PolicyMatch("NetworkPolicy", new PolicyRef("team-" + namespace, "policy-" + i), List.of(i)))
                .toList();
    }

    /** One report of a node: records of a part of the day, in the order of time. */
    List<FlowRecord> report(SplittableRandom random, long firstSequence, int size, Instant from, Duration length) {
        List<FlowRecord> records = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            records.add(record(random, firstSequence + i, from.plusNanos(length.toNanos() / size * i)));
        }
        return records;
    }

    private FlowRecord record(SplittableRandom random, long sequence, Instant time) {
        End source = random.nextInt(10) == 0 ? outside.get(skewed(random, OUTSIDE)) : pods.get(skewed(random, PODS));
        End destination = pods.get(skewed(random, PODS));
        boolean denied = random.nextInt(100) < DENIED_PERCENT;
        return new FlowRecord(
                sequence,
                time,
                denied ? time.plusMillis(random.nextInt(5_000)) : time,
                denied ? Verdict.DENIED : Verdict.ALLOWED,
                Direction.INGRESS,
                new Connection(
                        Protocol.TCP,
                        source.address(),
                        32_768 + random.nextInt(28_000),
                        destination.address(),
                        8_000 + destination.namespace()),
                source.peer(),
                destination.peer(),
                policies.get(destination.namespace()),
                denied ? 1 + random.nextInt(20) : 1,
                1);
    }

    /** Small numbers far more often than large ones. */
    private static int skewed(SplittableRandom random, int bound) {
        double uniform = random.nextDouble();
        return (int) (uniform * uniform * uniform * bound);
    }
}
