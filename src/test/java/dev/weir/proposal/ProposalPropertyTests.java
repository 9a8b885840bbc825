package dev.weir.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.policy.Packet;
import dev.weir.policy.PolicyEvaluator;
import dev.weir.policy.RandomCluster;
import dev.weir.proposal.Proposal.Edit;
import dev.weir.proposal.Proposal.Part;
import dev.weir.proposal.Proposal.Status;
import dev.weir.reach.End;
import dev.weir.reach.End.RangeEnd;
import dev.weir.reach.End.WorkloadEnd;
import dev.weir.reach.Pair;
import dev.weir.simulation.Actor;
import dev.weir.simulation.PolicyEdits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In random clusters, by the specification: it admits, no part of it is idle, and what it admits besides is exactly what is listed. */
class ProposalPropertyTests {
    private static final int WORLDS = 250;
    private static final int PACKETS = 15;
    private static final List<IpAddress> OUTSIDE = Stream.of(
                    "203.0.113.1", "203.0.113.77", "198.51.100.9", "2001:db8::1")
            .map(IpAddress::parse)
            .toList();

    private int proposed;

    @Test
    void itAdmitsEveryPartIsNeededAndTheExtrasAreTheDifference() {
        Long fixed = Long.getLong("weir.seed");
        long first = fixed == null ? System.nanoTime() : fixed;
        for (long seed = first; seed < first + (fixed == null ? WORLDS : 1); seed++) {
            check(seed);
        }
        assertThat(proposed).as("proposals").isGreaterThan(fixed == null ? WORLDS : 0);
    }

    private void check(long seed) {
        RandomCluster world = new RandomCluster(seed);
        ClusterSnapshot cluster = world.snapshot();
        PolicyEvaluator today = new PolicyEvaluator(cluster);
        for (int i = 0; i < PACKETS; i++) {
            Packet packet = world.packet(cluster);
            if (isCandidate(cluster, packet) && denies(today, packet)) {
                proposed++;
                check(cluster, packet, "-Dweir.seed=" + seed + ", packet " + i + ": " + packet);
            }
        }
    }

    /** Addresses of nodes are judged by address, but the extras are not told of nodes. */
    private static boolean isCandidate(ClusterSnapshot cluster, Packet packet) {
        return cluster.nodeAt(packet.source()) == null && cluster.nodeAt(packet.destination()) == null;
    }

    private static boolean denies(PolicyEvaluator evaluator, Packet packet) {
        return evaluator.evaluate(packet).verdict() == Verdict.DENIED;
    }

    private static void check(ClusterSnapshot cluster, Packet packet, String what) {
        Wanted wanted = new Wanted(
                actor(cluster, packet.source()),
                actor(cluster, packet.destination()),
                packet.protocol(),
                packet.destinationPort());
        Proposal proposal = new ProposalFinder(cluster).propose(wanted);
        assertThat(proposal.status()).as(what).isEqualTo(Status.PROPOSED);
        assertThat(denies(with(cluster, proposal.edits()), packet))
                .as("%s: %s admits it", what, proposal.sentence())
                .isFalse();
        for (Edit edit : proposal.edits()) {
            assertThat(namesNoPod(edit)).as("%s: %s", what, edit).isTrue();
            for (Part part : edit.parts()) {
                assertThat(added(edit, part))
                        .as("%s: %s adds one thing", what, part)
                        .isEqualTo(1);
                assertThat(denies(without(cluster, proposal, edit, part), packet))
                        .as("%s: without %s it is denied", what, part)
                        .isTrue();
            }
        }
        checkExtras(cluster, packet, proposal, what);
    }

    private static Actor actor(ClusterSnapshot cluster, IpAddress address) {
        return new Actor(address, cluster.podAt(address));
    }

    private static PolicyEvaluator with(ClusterSnapshot cluster, List<Edit> edits) {
        PolicyEdits all = new PolicyEdits();
        edits.forEach(edit -> all.apply(edit.after()));
        return new PolicyEvaluator(all.in(cluster));
    }

    /** The cluster with the proposal but for one part: its direction of its policy stays as it was. */
    private static PolicyEvaluator without(ClusterSnapshot cluster, Proposal proposal, Edit edit, Part part) {
        PolicyEdits edits = new PolicyEdits();
        for (Edit other : proposal.edits()) {
            if (other != edit) {
                edits.apply(other.after());
            } else if (edit.before() != null) {
                boolean ingress = part.direction() == Direction.INGRESS;
                NetworkPolicy after = edit.after();
                edits.apply(new NetworkPolicy(
                        after.ref(),
                        after.annotations(),
                        after.podSelector(),
                        after.declaredTypes(),
                        (ingress ? edit.before() : after).ingress(),
                        (ingress ? after : edit.before()).egress()));
            }
        }
        return new PolicyEvaluator(edits.in(cluster));
    }

    /** How many peers, ports, rules and policies were not there: taking away the only one leaves what was there. */
    private static long added(Edit edit, Part part) {
        if (edit.before() == null) {
            return edit.after().rules(part.direction()).size();
        }
        List<Rule> before = edit.before().rules(part.direction());
        List<Rule> after = edit.after().rules(part.direction());
        long added = after.size() - before.size();
        for (int i = 0; i < before.size(); i++) {
            added += after.get(i).peers().size() - before.get(i).peers().size();
            added += after.get(i).ports().size() - before.get(i).ports().size();
        }
        return added;
    }

    private static boolean namesNoPod(Edit edit) {
        List<LabelSelector> selectors = new ArrayList<>(List.of(edit.after().podSelector()));
        edit.parts().stream()
                .flatMap(part -> edit.after().rules(part.direction()).stream())
                .flatMap(rule -> rule.peers().stream())
                .forEach(peer -> {
                    if (peer instanceof Peer.PodPeer pods) {
                        selectors.add(pods.pods());
                    }
                });
        return selectors.stream()
                .flatMap(selector -> selector.keys().stream())
                .noneMatch(key -> key.contains("pod-name") || key.contains("hash"));
    }

    /** Workloads are listed, so something is gained or lost when that holds for some pod of one end and some of the other's. */
    private static void checkExtras(ClusterSnapshot cluster, Packet asked, Proposal proposal, String what) {
        PolicyEvaluator before = new PolicyEvaluator(cluster);
        PolicyEvaluator after = with(cluster, proposal.edits());
        for (Probe probe : probes(asked, new Random(what.hashCode()))) {
            for (List<Packet> packets : packets(cluster, probe).values()) {
                Packet one = packets.getFirst();
                boolean gained = packets.stream().anyMatch(packet -> denies(before, packet) && !denies(after, packet));
                boolean lost = packets.stream().anyMatch(packet -> !denies(before, packet) && denies(after, packet));
                boolean wanted = end(cluster, one.source()).equals(end(cluster, asked.source()))
                        && end(cluster, one.destination()).equals(end(cluster, asked.destination()))
                        && probe.equals(new Probe(asked.protocol(), asked.destinationPort()));
                assertThat(lists(proposal.alsoAdmits(), cluster, one) || wanted && gained)
                        .as("%s: %s also admits %s", what, proposal.sentence(), one)
                        .isEqualTo(gained);
                assertThat(lists(proposal.takes(), cluster, one))
                        .as("%s: %s takes %s", what, proposal.sentence(), one)
                        .isEqualTo(lost);
            }
        }
    }

    private record Probe(Protocol protocol, int port) {}

    private record Ends(Object from, Object to) {}

    private static List<Probe> probes(Packet asked, Random random) {
        List<Probe> probes = new ArrayList<>();
        if (asked.protocol().hasPorts()) {
            probes.add(new Probe(asked.protocol(), asked.destinationPort()));
        }
        for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
            probes.add(new Probe(protocol, RandomCluster.PORTS.get(random.nextInt(RandomCluster.PORTS.size()))));
        }
        return probes;
    }

    private static Map<Ends, List<Packet>> packets(ClusterSnapshot cluster, Probe probe) {
        List<IpAddress> addresses = new ArrayList<>(OUTSIDE);
        cluster.pods()
                .forEach(pod -> pod.addresses().stream()
                        .filter(address -> pod.equals(cluster.podAt(address)))
                        .forEach(addresses::add));
        Map<Ends, List<Packet>> packets = new HashMap<>();
        for (IpAddress from : addresses) {
            for (IpAddress to : addresses) {
                Ends ends = new Ends(end(cluster, from), end(cluster, to));
                boolean bothOutside = ends.from() instanceof IpAddress && ends.to() instanceof IpAddress;
                if (from.isV4() == to.isV4() && !ends.from().equals(ends.to()) && !bothOutside) {
                    packets.computeIfAbsent(ends, unused -> new ArrayList<>())
                            .add(new Packet(from, to, probe.protocol(), probe.port()));
                }
            }
        }
        return packets;
    }

    private static Object end(ClusterSnapshot cluster, IpAddress address) {
        Pod pod = cluster.podAt(address);
        return pod == null ? address : WorkloadEnd.of(pod);
    }

    private static boolean lists(List<Pair> pairs, ClusterSnapshot cluster, Packet packet) {
        return pairs.stream()
                .anyMatch(pair -> is(pair.from(), cluster, packet.source())
                        && is(pair.to(), cluster, packet.destination())
                        && pair.ports().contains(packet.protocol(), packet.destinationPort()));
    }

    private static boolean is(End end, ClusterSnapshot cluster, IpAddress address) {
        Pod pod = cluster.podAt(address);
        return switch (end) {
            case WorkloadEnd workload -> pod != null && WorkloadEnd.of(pod).equals(workload);
            case RangeEnd range ->
                pod == null
                        && range.range().contains(address)
                        && range.except().stream().noneMatch(hole -> hole.contains(address));
        };
    }
}
