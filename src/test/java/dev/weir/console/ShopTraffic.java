package dev.weir.console;

import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Workload;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.store.RecordStore;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Records of the {@link ShopCluster}: carts that are filled, and a rogue pod that tries. */
final class ShopTraffic {
    private static final FlowPeer CART =
            pod("shop", "cart-59f8-abcde", new Workload("Deployment", "cart"), "weir-node-2");
    private static final FlowPeer REDIS =
            pod("shop", "redis-cart-0", new Workload("StatefulSet", "redis-cart"), "weir-node-1");
    private static final FlowPeer WEB = pod("shop", "web-6d4c-x2x9p", new Workload("Deployment", "web"), "weir-node-1");
    private static final FlowPeer ROGUE = new FlowPeer.PodEnd(new PodRef("shop", "rogue"), null, "weir-node-2");

    private final Random random = new Random(7);
    private long sequence;

    /** The day before an instant, oldest first. */
    List<FlowRecord> day(Instant end) {
        List<Instant> times = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            double share = Math.pow(random.nextDouble(), 2.5);
            times.add(end.minusMillis((long) (share * Duration.ofHours(24).toMillis())));
        }
        times.sort(null);
        return times.stream().map(this::record).toList();
    }

    void goOn(RecordStore store, Clock clock) {
        while (!Thread.currentThread().isInterrupted()) {
            store.append("weir-node-1", 1, List.of(record(clock.instant())));
            LockSupport.parkNanos(Duration.ofMillis(700).toNanos());
        }
    }

    FlowRecord record(Instant time) {
        return switch (random.nextInt(6)) {
            case 0 -> denied(time);
            case 1 -> deniedOutbound(time);
            default -> allowed(time);
        };
    }

    FlowRecord allowed(Instant time) {
        return record(
                time,
                Verdict.ALLOWED,
                Direction.INGRESS,
                connection("10.244.2.8", "10.244.1.9", 6379),
                CART,
                REDIS,
                List.of("redis-cart-allow-cart"));
    }

    FlowRecord denied(Instant time) {
        return record(
                time,
                Verdict.DENIED,
                Direction.INGRESS,
                connection("10.244.2.10", "10.244.1.9", 6379),
                ROGUE,
                REDIS,
                List.of("default-deny", "redis-cart-allow-cart"));
    }

    FlowRecord deniedOutbound(Instant time) {
        return record(
                time,
                Verdict.DENIED,
                Direction.EGRESS,
                connection("10.244.1.7", "198.51.100.10", 443),
                WEB,
                new FlowPeer.AddressEnd("198.51.100.10"),
                List.of("web-in"));
    }

    private FlowRecord record(
            Instant time,
            Verdict verdict,
            Direction direction,
            FlowRecord.Connection connection,
            FlowPeer from,
            FlowPeer to,
            List<String> policies) {
        return new FlowRecord(
                ++sequence,
                time,
                time,
                verdict,
                direction,
                connection,
                from,
                to,
                policies.stream()
                        .map(name -> new PolicyMatch("NetworkPolicy", new PolicyRef("shop", name), List.of()))
                        .toList(),
                verdict == Verdict.DENIED ? 1 + random.nextInt(14) : 1,
                48_211);
    }

    private FlowRecord.Connection connection(String from, String to, int port) {
        return new FlowRecord.Connection(
                Protocol.TCP, IpAddress.parse(from), 30_000 + random.nextInt(20_000), IpAddress.parse(to), port);
    }

    private static FlowPeer pod(String namespace, String name, Workload workload, String node) {
        return new FlowPeer.PodEnd(new PodRef(namespace, name), workload, node);
    }
}
