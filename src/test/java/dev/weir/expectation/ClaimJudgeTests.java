package dev.weir.expectation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.Rule;
import dev.weir.expectation.Outcome.State;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.policy.Evaluation;
import dev.weir.policy.Packet;
import dev.weir.policy.PolicyEvaluator;
import dev.weir.policy.RandomCluster;
import dev.weir.reach.End.WorkloadEnd;
import dev.weir.reach.RandomWorld;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** In random clusters, what is judged is what the specification says of every packet. */
class ClaimJudgeTests {
    private static final int WORLDS = 150;
    private static final int CLAIMS = 12;

    /** @param pod null outside */
    private record Someone(@Nullable Pod pod, IpAddress address) {}

    @Test
    void aClaimHoldsWhenEveryPacketIsAsItSays() {
        Long fixed = Long.getLong("weir.seed");
        long first = fixed == null ? System.nanoTime() : fixed;
        Set<State> seen = new HashSet<>();
        for (long seed = first; seed < first + (fixed == null ? WORLDS : 1); seed++) {
            RandomWorld world = new RandomWorld(seed);
            Random random = new Random(seed);
            List<Claim> claims = Stream.generate(() -> claim(world.before(), random))
                    .limit(CLAIMS)
                    .toList();
            ClaimJudge judge = new ClaimJudge(world.before(), claims);
            for (Claim claim : claims) {
                State state = judge.judge(claim).state();
                seen.add(state);
                assertThat(state)
                        .as("%s: %s: %s", world, claim.in(""), judge.judge(claim))
                        .isEqualTo(expected(claim, world.before()));
            }
        }
        assertThat(seen).as("-Dweir.seed=%d", first).contains(State.HOLDS, State.BROKEN);
    }

    private static Claim claim(ClusterSnapshot cluster, Random random) {
        Claim.Port port = null;
        if (random.nextInt(4) > 0) {
            int number = RandomCluster.PORTS.get(random.nextInt(RandomCluster.PORTS.size()));
            Protocol protocol =
                    List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP).get(random.nextInt(3));
            port = new Claim.Port(
                    protocol,
                    random.nextInt(3) == 0
                            ? new PortRange(number, Math.min(number + 2, 65535))
                            : PortRange.single(number));
        }
        return new Claim(who(cluster, random), random.nextBoolean(), who(cluster, random), port);
    }

    private static Who who(ClusterSnapshot cluster, Random random) {
        List<Pod> pods = List.copyOf(cluster.pods());
        Pod pod = pods.get(random.nextInt(pods.size()));
        String namespace = pod.ref().namespace();
        return switch (random.nextInt(9)) {
            case 0 -> new Who.Internet();
            case 1 -> new Who.AnyPod();
            case 2 -> new Who.Anyone();
            case 3 -> new Who.Addresses(IpPrefix.parse(random.nextBoolean() ? "203.0.113.64/26" : "2001:db8::/32"));
            case 4 -> new Who.Labelled(namespace, Map.of());
            case 5, 6 -> new Who.Labelled(namespace, some(pod.labels(), random));
            default -> new Who.Workload(namespace, WorkloadEnd.of(pod).name());
        };
    }

    private static Map<String, String> some(Map<String, String> labels, Random random) {
        List<String> keys = List.copyOf(labels.keySet());
        if (keys.isEmpty()) {
            return Map.of("nobody", "has-it");
        }
        String key = keys.get(random.nextInt(keys.size()));
        return Map.of(key, String.valueOf(labels.get(key)));
    }

    private static State expected(Claim claim, ClusterSnapshot cluster) {
        List<Someone> everybody = everybody(cluster);
        List<Someone> from = of(claim.from(), everybody);
        List<Someone> to = of(claim.to(), everybody);
        PolicyEvaluator specification = new PolicyEvaluator(cluster);
        boolean any = false;
        boolean all = true;
        for (Someone source : from) {
            for (Someone target : to) {
                if (canTalk(source, target)) {
                    any = true;
                    all &= isAsExpected(claim, source, target, specification);
                }
            }
        }
        return !any ? State.UNDECIDABLE : all ? State.HOLDS : State.BROKEN;
    }

    private static List<Someone> of(Who who, List<Someone> everybody) {
        return everybody.stream()
                .filter(one -> who.has(one.pod(), one.address()))
                .toList();
    }

    private static boolean canTalk(Someone source, Someone target) {
        boolean bothOutside = source.pod() == null && target.pod() == null;
        boolean itself = source.pod() != null && source.pod().equals(target.pod());
        return !bothOutside
                && !itself
                && source.address().isV4() == target.address().isV4();
    }

    private static boolean isAsExpected(Claim claim, Someone source, Someone target, PolicyEvaluator specification) {
        List<Boolean> allowed = packets(claim, source, target).stream()
                .map(specification::evaluate)
                // That a node reaches its own pods is nothing that policies say.
                .filter(evaluation -> evaluation.basis() == Evaluation.Basis.POLICIES)
                .map(evaluation -> evaluation.verdict() == Verdict.ALLOWED)
                .toList();
        if (allowed.isEmpty()) {
            return true;
        }
        if (!claim.may()) {
            return allowed.stream().noneMatch(one -> one);
        }
        return claim.port() == null
                ? allowed.stream().anyMatch(one -> one)
                : allowed.stream().allMatch(one -> one);
    }

    private static List<Packet> packets(Claim claim, Someone source, Someone target) {
        List<Packet> packets = new ArrayList<>();
        Claim.Port port = claim.port();
        if (port != null) {
            for (int number = port.range().first(); number <= port.range().last(); number++) {
                packets.add(new Packet(source.address(), target.address(), port.protocol(), number));
            }
            return packets;
        }
        boolean v4 = source.address().isV4();
        packets.add(new Packet(source.address(), target.address(), v4 ? Protocol.ICMP : Protocol.ICMPV6, 0));
        Set<Integer> numbers = new TreeSet<>(Set.of(1, 65535));
        for (int number : RandomCluster.PORTS) {
            numbers.addAll(List.of(number - 1, number, Math.min(number + 1, 65535)));
        }
        if (target.pod() != null) {
            target.pod().ports().forEach(own -> numbers.add(own.port()));
        }
        for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP)) {
            numbers.forEach(number -> packets.add(new Packet(source.address(), target.address(), protocol, number)));
        }
        return packets;
    }

    /** Every pod's addresses, and at least one address of every range that policies and claims tell apart. */
    private static List<Someone> everybody(ClusterSnapshot cluster) {
        List<Someone> everybody = new ArrayList<>();
        Set<IpPrefix> ranges = new HashSet<>(Who.Internet.ELSEWHERE);
        ranges.addAll(List.of(
                IpPrefix.parse("0.0.0.0/0"),
                IpPrefix.parse("::/0"),
                IpPrefix.parse("203.0.113.64/26"),
                IpPrefix.parse("2001:db8::/32")));
        cluster.policies().forEach(policy -> addRanges(policy, ranges));
        for (Pod pod : cluster.pods()) {
            for (IpAddress address : pod.addresses()) {
                if (pod.equals(cluster.podAt(address))) {
                    everybody.add(new Someone(pod, address));
                }
                ranges.add(IpPrefix.host(address));
            }
        }
        Set<IpAddress> edges = new TreeSet<>();
        for (IpPrefix range : ranges) {
            edges.add(range.address());
            IpAddress behind = range.behind();
            if (behind != null) {
                edges.add(behind);
            }
        }
        edges.stream()
                .filter(address -> cluster.podAt(address) == null)
                .forEach(address -> everybody.add(new Someone(null, address)));
        return everybody;
    }

    private static void addRanges(NetworkPolicy policy, Set<IpPrefix> ranges) {
        for (Rule rule : Stream.concat(policy.ingress().stream(), policy.egress().stream())
                .toList()) {
            for (Peer peer : rule.peers()) {
                if (peer instanceof Peer.IpBlockPeer block) {
                    ranges.add(block.block());
                    ranges.addAll(block.except());
                }
            }
        }
    }
}
