package dev.weir.flow.testing;

import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Workload;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.Connection;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.PolicyRole;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes records: two well-known ones, and random ones from few values, so that filters hit some of them. */
public final class FlowRecords {
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private static final FlowPeer WEB = pod("shop", "web-6d4-x2", new Workload("Deployment", "web"), "node-1");
    private static final FlowPeer CART =
            pod("shop", "redis-cart-0", new Workload("StatefulSet", "redis-cart"), "node-2");
    private static final FlowPeer BARE = pod("payments", "Rogue_1", null, "");
    private static final FlowPeer NODE = new FlowPeer.NodeEnd("node-1");
    private static final List<FlowPeer> PEERS = List.of(
            WEB, CART, BARE, NODE, new FlowPeer.AddressEnd("203.0.113.10"), new FlowPeer.AddressEnd("2001:db8::10"));
    private static final List<String> ADDRESSES =
            List.of("10.244.1.7", "10.244.2.9", "203.0.113.10", "2001:db8::10", "fd00:10:244:1::7", "::1");
    private static final List<PolicyMatch> POLICIES = List.of(
            new PolicyMatch("NetworkPolicy", new PolicyRef("shop", "web-to-cart"), List.of(0, 2)),
            new PolicyMatch("NetworkPolicy", new PolicyRef("payments", "default-deny"), List.of()),
            new PolicyMatch("FQDNNetworkPolicy", new PolicyRef("shop", "DNS"), List.of(1)));

    private FlowRecords() {}

    /** web → redis-cart:6379, admitted by shop/web-to-cart at the destination. */
    public static FlowRecord allowed(long sequence, Instant time) {
        return new FlowRecord(
                sequence,
                time,
                time,
                Verdict.ALLOWED,
                Direction.INGRESS,
                tcp("10.244.1.7", 40_000, "10.244.2.9", 6379),
                WEB,
                CART,
                List.of(POLICIES.get(0)),
                1,
                7);
    }

    /** The bare pod Rogue_1 → redis-cart:6379, four packets; payments/default-deny isolates. */
    public static FlowRecord denied(long sequence, Instant time) {
        return new FlowRecord(
                sequence,
                time,
                time.plusSeconds(3),
                Verdict.DENIED,
                Direction.INGRESS,
                tcp("10.244.1.8", 40_001, "10.244.2.9", 6379),
                BARE,
                CART,
                List.of(POLICIES.get(1)),
                4,
                7);
    }

    /** web → an address outside, refused as it leaves. */
    public static FlowRecord deniedEgress(long sequence, Instant time) {
        return new FlowRecord(
                sequence,
                time,
                time,
                Verdict.DENIED,
                Direction.EGRESS,
                tcp("10.244.1.7", 40_002, "203.0.113.10", 443),
                WEB,
                new FlowPeer.AddressEnd("203.0.113.10"),
                List.of(POLICIES.get(1)),
                2,
                7);
    }

    /** web → redis-cart, allowed three times, and the policy that would keep it out is in shadow. */
    public static FlowRecord wouldBeDenied(long sequence, Instant time) {
        return new FlowRecord(
                sequence,
                time,
                time.plusSeconds(3),
                Verdict.ALLOWED,
                Direction.INGRESS,
                tcp("10.244.1.7", 40_003, "10.244.2.9", 6379),
                WEB,
                CART,
                List.of(POLICIES.get(1)),
                3,
                7,
                FlowRecord.Drop.NONE,
                PolicyRole.SHADOWING);
    }

    /** Some time in the hour after noon, everything at random. */
    public static FlowRecord random(RandomGenerator random, long sequence) {
        return random(random, sequence, Duration.ofHours(1));
    }

    /** The same in a longer or shorter time after noon. */
    public static FlowRecord random(RandomGenerator random, long sequence, Duration within) {
        Instant time = NOON.plusNanos(random.nextLong(within.toNanos()));
        PolicyRole role = pick(random, List.of(PolicyRole.values()));
        Verdict verdict = role == PolicyRole.ISOLATING ? Verdict.DENIED : Verdict.ALLOWED;
        return new FlowRecord(
                sequence,
                time,
                time.plusMillis(random.nextInt(5000)),
                verdict,
                random.nextBoolean() ? Direction.INGRESS : Direction.EGRESS,
                connection(random),
                pick(random, PEERS),
                pick(random, PEERS),
                POLICIES.subList(0, random.nextInt(POLICIES.size() + 1)),
                1 + random.nextInt(9),
                random.nextInt(100),
                verdict == Verdict.ALLOWED
                        ? FlowRecord.Drop.NONE
                        : new FlowRecord.Drop(
                                pick(random, List.of("policy", "spoofed_source")), random.nextInt(2) * 60),
                role);
    }

    private static Connection connection(RandomGenerator random) {
        Protocol protocol =
                pick(random, List.of(Protocol.TCP, Protocol.UDP, Protocol.ICMP, Protocol.ICMPV6, Protocol.SCTP));
        return new Connection(
                protocol,
                IpAddress.parse(pick(random, ADDRESSES)),
                protocol.hasPorts() ? 40_000 + random.nextInt(3) : 0,
                IpAddress.parse(pick(random, ADDRESSES)),
                protocol.hasPorts() ? pick(random, List.of(80, 443, 6379)) : 0);
    }

    public static <T> T pick(RandomGenerator random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static Connection tcp(String source, int sourcePort, String destination, int destinationPort) {
        return new Connection(
                Protocol.TCP, IpAddress.parse(source), sourcePort, IpAddress.parse(destination), destinationPort);
    }

    private static FlowPeer pod(String namespace, String name, @Nullable Workload workload, String node) {
        return new FlowPeer.PodEnd(new PodRef(namespace, name), workload, node);
    }
}
