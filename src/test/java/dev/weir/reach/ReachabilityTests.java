package dev.weir.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Pod;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.policy.Packet;
import dev.weir.policy.PolicyEvaluator;
import dev.weir.reach.End.RangeEnd;
import dev.weir.reach.End.WorkloadEnd;
import dev.weir.reach.RandomWorld.Probe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Pair by pair what the specification says. */
class ReachabilityTests {
    private static final int WORLDS = 250;
    private static final long SEED_OF_CROWD = 20261126;
    private static final List<IpAddress> OUTSIDE = List.of(
            IpAddress.parse("203.0.113.1"),
            IpAddress.parse("203.0.113.77"),
            IpAddress.parse("203.0.113.100"),
            IpAddress.parse("198.51.100.9"),
            IpAddress.parse("10.244.9.9"),
            IpAddress.parse("172.30.0.99"),
            IpAddress.parse("2001:db8::1"),
            IpAddress.parse("2001:db8:1::1"),
            IpAddress.parse("fd00:10:244:7::9"));

    @Test
    void everyPairMayDoWhatTheSpecificationSays() {
        inRandomWorlds(world -> {
            ClusterSnapshot cluster = world.before();
            PolicyEvaluator specification = new PolicyEvaluator(cluster);
            Map<Ends, Ports> pairs = byEnds(Reachability.of(cluster).all());
            for (Probe probe : world.probes()) {
                for (Map.Entry<Ends, List<Packet>> each :
                        packets(cluster, probe).entrySet()) {
                    boolean may = each.getValue().stream().anyMatch(packet -> allows(specification, packet));
                    assertThat(contains(pairs, each.getKey(), probe))
                            .as("%s: %s %s, %s", world, each.getKey(), probe, pairs.get(each.getKey()))
                            .isEqualTo(may);
                }
            }
        });
    }

    @Test
    void aDifferenceIsWhatTheSpecificationSaysBeforeAndNotAfterAndTheReverse() {
        inRandomWorlds(world -> {
            ClusterSnapshot before = world.before();
            ClusterSnapshot after = world.afterAnEdit();
            PolicyEvaluator then = new PolicyEvaluator(before);
            PolicyEvaluator now = new PolicyEvaluator(after);
            Difference difference = Reachability.difference(before, after);
            Map<Ends, Ports> gained = byEnds(difference.gained());
            Map<Ends, Ports> lost = byEnds(difference.lost());
            for (Probe probe : world.probes()) {
                packets(before, probe).forEach((ends, packets) -> {
                    assertThat(contains(gained, ends, probe))
                            .as("%s: gained %s %s", world, ends, probe)
                            .isEqualTo(
                                    packets.stream().anyMatch(packet -> !allows(then, packet) && allows(now, packet)));
                    assertThat(contains(lost, ends, probe))
                            .as("%s: lost %s %s", world, ends, probe)
                            .isEqualTo(
                                    packets.stream().anyMatch(packet -> allows(then, packet) && !allows(now, packet)));
                });
            }
        });
    }

    @Test
    void whatAWorkloadReceivesAndSendsIsThatPartOfEverything() {
        inRandomWorlds(world -> {
            Reachability reachability = Reachability.of(world.before());
            for (Pod pod : world.before().pods()) {
                WorkloadEnd end = WorkloadEnd.of(pod);
                assertThat(reachability.into(end::equals))
                        .as("%s", world)
                        .isEqualTo(reachability.all().stream()
                                .filter(pair -> pair.to().equals(end))
                                .toList());
                assertThat(reachability.outOf(end::equals))
                        .as("%s", world)
                        .isEqualTo(reachability.all().stream()
                                .filter(pair -> pair.from().equals(end))
                                .toList());
            }
        });
    }

    @Test
    void severalEditsAreToldApartAlthoughTheyAreComparedTogether() {
        inRandomWorlds(world -> {
            ClusterSnapshot before = world.before();
            List<ClusterSnapshot> edited = List.of(world.afterAnEdit(), world.afterAnEdit(), world.afterAnEdit());
            List<Difference> differences = Reachability.differences(before, edited);
            PolicyEvaluator then = new PolicyEvaluator(before);
            Probe probe = world.probes().getLast();
            Map<Ends, List<Packet>> packets = packets(before, probe);
            for (int i = 0; i < edited.size(); i++) {
                PolicyEvaluator now = new PolicyEvaluator(edited.get(i));
                Map<Ends, Ports> gained = byEnds(differences.get(i).gained());
                Map<Ends, Ports> lost = byEnds(differences.get(i).lost());
                packets.forEach((ends, each) -> {
                    assertThat(contains(gained, ends, probe))
                            .as("%s: gained %s %s", world, ends, probe)
                            .isEqualTo(each.stream().anyMatch(packet -> !allows(then, packet) && allows(now, packet)));
                    assertThat(contains(lost, ends, probe))
                            .as("%s: lost %s %s", world, ends, probe)
                            .isEqualTo(each.stream().anyMatch(packet -> allows(then, packet) && !allows(now, packet)));
                });
            }
        });
    }

    @Test
    void whatWasFoundOutBeforeAnEditIsNotTheAnswerAfterIt() {
        inRandomWorlds(world -> {
            List<Pair> before = Reachability.of(world.before()).all();
            ClusterSnapshot edited = world.afterAnEdit();
            Reachability.difference(world.before(), edited);

            assertThat(Reachability.of(edited).all())
                    .as("%s", world)
                    .isEqualTo(Reachability.of(anew(edited)).all());
            assertThat(Reachability.of(world.before()).all()).as("%s", world).isEqualTo(before);
        });
    }

    @Test
    void manyWhoAskAtOnceAreAnsweredAsIfTheyWereAlone() throws Exception {
        ClusterSnapshot cluster = new RandomWorld(SEED_OF_CROWD).before();
        List<WorkloadEnd> ends =
                cluster.pods().stream().map(WorkloadEnd::of).distinct().toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<List<Pair>>> answers = ends.stream()
                    .map(end -> threads.submit(() -> Reachability.of(cluster).into(end::equals)))
                    .toList();
            for (int i = 0; i < ends.size(); i++) {
                assertThat(answers.get(i).get(10, TimeUnit.SECONDS))
                        .isEqualTo(Reachability.of(anew(cluster)).into(ends.get(i)::equals));
            }
        }
    }

    /** The same cluster, of which nothing has been found out. */
    private static ClusterSnapshot anew(ClusterSnapshot cluster) {
        return cluster.within(everything -> true);
    }

    private record Ends(String from, String to) {}

    private static void inRandomWorlds(Consumer<RandomWorld> check) {
        Long fixed = Long.getLong("weir.seed");
        long first = fixed == null ? System.nanoTime() : fixed;
        for (long seed = first; seed < first + (fixed == null ? WORLDS : 1); seed++) {
            check.accept(new RandomWorld(seed));
        }
    }

    private static boolean allows(PolicyEvaluator specification, Packet packet) {
        return specification.evaluate(packet).verdict() == Verdict.ALLOWED;
    }

    /** Ranges by the address of {@link #OUTSIDE} that is in them. */
    private static Map<Ends, Ports> byEnds(List<Pair> pairs) {
        Map<Ends, Ports> byEnds = new HashMap<>();
        for (Pair pair : pairs) {
            for (String from : names(pair.from())) {
                for (String to : names(pair.to())) {
                    assertThat(byEnds.put(new Ends(from, to), pair.ports()))
                            .as("%s is said once", pair)
                            .isNull();
                }
            }
        }
        return byEnds;
    }

    private static List<String> names(End end) {
        return switch (end) {
            case WorkloadEnd workload -> List.of(workload.kind() + workload);
            case RangeEnd range ->
                OUTSIDE.stream()
                        .filter(address -> range.range().contains(address)
                                && range.except().stream().noneMatch(hole -> hole.contains(address)))
                        .map(IpAddress::toString)
                        .toList();
        };
    }

    private static boolean contains(Map<Ends, Ports> pairs, Ends ends, Probe probe) {
        return pairs.getOrDefault(ends, Ports.NONE).contains(probe.protocol(), probe.port());
    }

    private record Address(String owner, Object pod, IpAddress address) {}

    /** One for each pair of addresses that belong to them. */
    private static Map<Ends, List<Packet>> packets(ClusterSnapshot cluster, Probe probe) {
        List<Address> addresses = new ArrayList<>();
        for (Pod pod : cluster.pods()) {
            WorkloadEnd end = WorkloadEnd.of(pod);
            pod.addresses().stream()
                    .filter(address -> pod.equals(cluster.podAt(address)))
                    .forEach(address -> addresses.add(new Address(end.kind() + end, pod, address)));
        }
        OUTSIDE.forEach(address -> addresses.add(new Address(address.toString(), address, address)));
        Map<Ends, List<Packet>> packets = new HashMap<>();
        for (Address from : addresses) {
            for (Address to : addresses) {
                boolean bothOutside = from.pod() instanceof IpAddress && to.pod() instanceof IpAddress;
                if (!bothOutside
                        && !from.pod().equals(to.pod())
                        && from.address().isV4() == to.address().isV4()) {
                    Protocol protocol =
                            probe.protocol().hasPorts() || from.address().isV4() ? probe.protocol() : Protocol.ICMPV6;
                    packets.computeIfAbsent(new Ends(from.owner(), to.owner()), unused -> new ArrayList<>())
                            .add(new Packet(from.address(), to.address(), protocol, probe.port()));
                }
            }
        }
        return packets;
    }
}
