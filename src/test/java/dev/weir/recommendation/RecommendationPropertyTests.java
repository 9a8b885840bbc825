package dev.weir.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.testing.Clusters;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.policy.Evaluation;
import dev.weir.policy.Judgement;
import dev.weir.policy.Packet;
import dev.weir.policy.PolicyEvaluator;
import dev.weir.policy.RandomPolicies;
import dev.weir.recommendation.Recommendation.Reason;
import dev.weir.recommendation.Recommendation.Recommended;
import dev.weir.recommendation.RecordedShop.End;
import dev.weir.simulation.PolicyEdits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * In random clusters, by the specification: every observed connection passes under the recommended policies or is listed with a reason for which
 * no rule can be written, and what was not observed passes only where policies that were there before admit it at both ends.
 */
class RecommendationPropertyTests {
    private static final int WORLDS = 100;
    private static final int CONNECTIONS = 25;
    private static final List<Integer> PORTS = List.of(53, 80, 81, 443, 8080);
    private static final List<String> OUTSIDE = List.of("203.0.113.1", "203.0.113.2", "203.0.113.77", "198.51.100.9");
    private static final Set<Reason> CANNOT_BE_WRITTEN = Set.of(Reason.NO_PORTS, Reason.NAMESPACE_UNNAMED);

    private long admitted;
    private long told;

    @Test
    void recommendedPoliciesAdmitExactlyWhatWasObserved() {
        Long fixed = Long.getLong("weir.seed");
        long first = fixed == null ? System.nanoTime() : fixed;
        for (long seed = first; seed < first + (fixed == null ? WORLDS : 1); seed++) {
            try (World world = new World(seed)) {
                check(world);
            }
        }
        assertThat(admitted).as("observed connections that pass").isGreaterThan(fixed == null ? 500 : 0);
        assertThat(told).as("observed connections that cannot").isGreaterThan(fixed == null ? 20 : -1);
    }

    private void check(World world) {
        Recommendation found = world.shop.recommend();
        PolicyEvaluator after = new PolicyEvaluator(enforced(world.cluster(), found.wanted()));
        Map<Packet, Long> passed = world.passed();
        long passing = 0;
        for (Map.Entry<Packet, Long> observed : passed.entrySet()) {
            boolean passes = after.evaluate(observed.getKey()).verdict() == Verdict.ALLOWED;
            passing += passes ? observed.getValue() : 0;
        }
        long rest =
                found.rest().stream().mapToLong(Recommendation.Row::connections).sum();
        assertThat(found.admitted()).as("%s: share", world).isEqualTo(passing);
        assertThat(found.admitted() + rest)
                .as("%s: all are told of", world)
                .isEqualTo(found.observed())
                .isEqualTo(passed.values().stream().mapToLong(Long::longValue).sum());
        assertThat(found.rest())
                .as("%s", world)
                .allSatisfy(row -> assertThat(CANNOT_BE_WRITTEN).contains(row.reason()));
        assertThat(world.shop.recommend().policies()).as("%s: again", world).isEqualTo(found.policies());
        admitted += passing;
        told += rest;
        checkNothingElse(world, found, after);
    }

    private static ClusterSnapshot enforced(ClusterSnapshot cluster, List<NetworkPolicy> policies) {
        PolicyEdits edits = new PolicyEdits();
        policies.forEach(policy -> edits.apply(Recommendation.in(PolicyMode.ENFORCED, policy)));
        return edits.in(cluster);
    }

    /** Whatever passes was seen between these two groups of workloads, or passed a default-deny before. */
    private static void checkNothingElse(World world, Recommendation found, PolicyEvaluator after) {
        PolicyEvaluator locked = new PolicyEvaluator(enforced(
                world.cluster(),
                List.of(
                        Clusters.denyAll("shop", "locked"),
                        found.policies().stream()
                                .filter(one -> one.purpose() == Recommendation.Purpose.DNS)
                                .map(Recommended::policy)
                                .findFirst()
                                .orElse(Clusters.denyAll("shop", "no-dns")))));
        for (Packet packet : world.probes()) {
            boolean passes = after.evaluate(packet).verdict() == Verdict.ALLOWED;
            boolean seen = world.wasSeen(packet);
            if (passes && !seen) {
                assertThat(locked.evaluate(packet).verdict())
                        .as("%s: %s was never seen", world, packet)
                        .isEqualTo(Verdict.ALLOWED);
            }
        }
    }

    /** Workloads whose labels overlap, some not at all told apart; policies in half of the worlds. */
    private static final class World implements AutoCloseable {
        private final long seed;
        private final Random random;
        private final RecordedShop shop = RecordedShop.withNamespaces("shop", "kube-system");
        private final List<Pod> pods = new ArrayList<>();
        private final List<Packet> seen = new ArrayList<>();
        private final Map<String, WorkloadGroups> groups = new HashMap<>();
        private int addresses;

        World(long seed) {
            this.seed = seed;
            random = new Random(seed);
            shop.namespace(
                    "other",
                    random.nextInt(3) == 0 ? Map.of() : Map.of(RecordedShop.NAMESPACE_NAME, "other"),
                    Map.of());
            workloads("shop", 3 + random.nextInt(4));
            workloads("other", 2);
            if (random.nextBoolean()) {
                RandomPolicies policies = new RandomPolicies(random, pods);
                for (int i = random.nextInt(5); i >= 0; i--) {
                    shop.policy(policies.policy());
                }
            }
            for (int i = 0; i < CONNECTIONS; i++) {
                connection();
            }
        }

        private void workloads(String namespace, int count) {
            for (int workload = 0; workload < count; workload++) {
                Map<String, String> labels = labels();
                String name = "w" + workload;
                for (int replica = random.nextInt(3); replica >= 0; replica--) {
                    addresses++;
                    pods.add(shop.pod(
                            namespace + "/" + name + "-" + replica,
                            "10.244." + random.nextInt(4) + "." + addresses,
                            random.nextInt(6) == 0 ? null : name,
                            labels));
                }
            }
        }

        private Map<String, String> labels() {
            Map<String, String> labels = new HashMap<>();
            for (String key : List.of("app", "tier", "track")) {
                if (random.nextInt(3) > 0) {
                    labels.put(key, "v" + random.nextInt(4));
                }
            }
            return labels;
        }

        ClusterSnapshot cluster() {
            return shop.cluster().current();
        }

        private void connection() {
            Packet packet = random.nextInt(3) == 0 ? withTheOutside() : betweenPods();
            Evaluation evaluation = new PolicyEvaluator(cluster()).evaluate(packet);
            boolean left = record(packet, evaluation.egress());
            boolean recorded = evaluation.egress() != null;
            if (left && evaluation.ingress() != null) {
                recorded = true;
                left = record(packet, evaluation.ingress());
            }
            if (left && recorded) {
                seen.add(packet);
            }
        }

        private Packet betweenPods() {
            Pod from = pods.get(random.nextInt(pods.size()));
            Pod to = pods.get(random.nextInt(pods.size()));
            return isOfTheShop(from) || isOfTheShop(to) ? packet(address(from), address(to)) : betweenPods();
        }

        private static boolean isOfTheShop(Pod pod) {
            return pod.ref().namespace().equals("shop");
        }

        private Packet withTheOutside() {
            IpAddress outside = IpAddress.parse(OUTSIDE.get(random.nextInt(OUTSIDE.size())));
            List<Pod> own = pods.stream().filter(World::isOfTheShop).toList();
            IpAddress inside = address(own.get(random.nextInt(own.size())));
            return random.nextBoolean() ? packet(outside, inside) : packet(inside, outside);
        }

        private Packet packet(IpAddress from, IpAddress to) {
            int kind = random.nextInt(20);
            Protocol protocol = kind == 0 ? Protocol.ICMP : kind < 5 ? Protocol.UDP : Protocol.TCP;
            return new Packet(from, to, protocol, protocol.hasPorts() ? PORTS.get(random.nextInt(PORTS.size())) : 0);
        }

        private static IpAddress address(Pod pod) {
            return pod.declaredAddresses().getFirst();
        }

        /** As an end records it, isolated or in shadow; whether it passed there. */
        private boolean record(Packet packet, @org.jspecify.annotations.Nullable Judgement side) {
            if (side == null) {
                return true;
            }
            shop.record(
                    side.direction(),
                    end(packet.source()),
                    end(packet.destination()),
                    packet.protocol(),
                    packet.destinationPort(),
                    side.verdict());
            return side.verdict() == Verdict.ALLOWED;
        }

        private End end(IpAddress address) {
            Pod pod = cluster().podAt(address);
            return pod == null ? End.of(address.toString()) : End.of(pod);
        }

        /** Without those of pods with themselves, which policies never judge. */
        Map<Packet, Long> passed() {
            Map<Packet, Long> passed = new HashMap<>();
            seen.forEach(packet -> passed.merge(packet, 1L, Long::sum));
            return passed;
        }

        boolean wasSeen(Packet packet) {
            return seen.stream()
                    .anyMatch(one -> one.protocol().equals(packet.protocol())
                            && one.destinationPort() == packet.destinationPort()
                            && isSameEnd(one.source(), packet.source())
                            && isSameEnd(one.destination(), packet.destination()));
        }

        /** The same address outside, or pods that one selector means: of one workload, or with nothing to tell them apart. */
        private boolean isSameEnd(IpAddress one, IpAddress other) {
            Pod pod = cluster().podAt(one);
            Pod second = cluster().podAt(other);
            if (pod == null || second == null) {
                return one.equals(other);
            }
            return pod.ref().namespace().equals(second.ref().namespace())
                    && groups(pod.ref().namespace())
                            .of(pod)
                            .equals(groups(second.ref().namespace()).of(second));
        }

        private WorkloadGroups groups(String namespace) {
            return groups.computeIfAbsent(
                    namespace, name -> new WorkloadGroups(cluster().podsIn(name)));
        }

        List<Packet> probes() {
            Set<IpAddress> ends =
                    new HashSet<>(OUTSIDE.stream().map(IpAddress::parse).toList());
            pods.forEach(pod -> ends.add(address(pod)));
            List<Packet> probes = new ArrayList<>();
            for (IpAddress from : ends) {
                for (IpAddress to : ends) {
                    if (!from.equals(to) && (concerns(from) || concerns(to))) {
                        int port = PORTS.get(random.nextInt(PORTS.size()));
                        probes.add(new Packet(from, to, Protocol.TCP, port));
                        probes.add(new Packet(from, to, Protocol.UDP, port));
                    }
                }
            }
            return probes;
        }

        private boolean concerns(IpAddress address) {
            Pod pod = cluster().podAt(address);
            return pod != null && isOfTheShop(pod);
        }

        @Override
        public void close() {
            shop.close();
        }

        @Override
        public String toString() {
            return "-Dweir.seed=" + seed;
        }
    }
}
