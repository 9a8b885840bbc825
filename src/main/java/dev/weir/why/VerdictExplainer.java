package dev.weir.why;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.history.PastCluster;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.policy.Evaluation;
import dev.weir.policy.Judgement;
import dev.weir.policy.PolicyEvaluator;
import dev.weir.reach.End.WorkloadEnd;
import dev.weir.why.Why.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says of a connection that nobody has to open what the policies of both ends would say to it, now or at an earlier time. */
public final class VerdictExplainer {
    /** Pods of a workload that differ in what policies may look at, times those of the other end. */
    private static final int MOST_CASES = 16;

    private final ClusterView cluster;
    private final ReadableHistory history;

    public VerdictExplainer(ClusterView cluster, ReadableHistory history) {
        this.cluster = cluster;
        this.history = history;
    }

    /** One end of a connection that is asked about. */
    public sealed interface Place {

        /** That pod. */
        record OfPod(PodRef pod) implements Place {}

        /** The pods of a workload, each kind of them once. */
        record OfWorkload(EndPattern workload) implements Place {}

        /** Whoever has that address. */
        record OfAddress(IpAddress address) implements Place {}

        /** A pod that need not be there, at an address of its own that no ipBlock is meant to name. */
        record OfLabels(String namespace, Map<String, String> labels) implements Place {
            public OfLabels {
                labels = Map.copyOf(labels);
            }
        }
    }

    /** @param at null = now */
    public record Question(
            Place from,
            Place to,
            Protocol protocol,
            int port,
            @Nullable Instant at) {}

    /**
     * The answer for two pods or addresses.
     *
     * @param verdict null when it cannot be told
     * @param sides leaving the source, then entering the destination; an end whose policies are not enforced has none
     */
    public record Case(String from, String to, @Nullable Verdict verdict, String sentence, List<Side> sides) {
        public Case {
            sides = List.copyOf(sides);
        }
    }

    /** @param more how many cases are left out */
    public record Answer(String basis, List<Case> cases, long more) {
        public Answer {
            cases = List.copyOf(cases);
        }
    }

    private record Ground(ClusterSnapshot snapshot, PastCluster past, String basis) {}

    /** An end that stands somewhere. */
    private record Stand(
            String name,
            FlowPeer peer,
            IpAddress address,
            @Nullable Pod pod) {}

    /** Empty when nothing is kept of that time. */
    public Optional<Answer> answer(Question question) {
        Instant at = question.at();
        Optional<Ground> ground = at == null ? Optional.of(now()) : past(at);
        return ground.map(one -> answer(question, one));
    }

    private Ground now() {
        ClusterSnapshot current = cluster.current();
        boolean followed = cluster.freshness() instanceof Freshness.Current;
        PastCluster past = new PastCluster(contents(current, current.pods()), Map.of(), followed);
        return new Ground(current, past, "Policies, labels and pods as they are now.");
    }

    private Optional<Ground> past(Instant at) {
        return history.at(at)
                .map(past -> new Ground(
                        ClusterSnapshot.of(1, past.contents()),
                        past,
                        "Policies, labels and pods as they were at " + at + "."));
    }

    private static ClusterContents contents(ClusterSnapshot snapshot, Collection<Pod> pods) {
        return new ClusterContents(
                snapshot.namespaces(),
                snapshot.nodes(),
                pods,
                snapshot.policies(),
                snapshot.declaredLogging(),
                snapshot.logging());
    }

    private static Answer answer(Question question, Ground ground) {
        List<Case> cases = new ArrayList<>();
        long more = 0;
        for (Stand from : stands(question.from(), ground, 1)) {
            for (Stand to : stands(question.to(), ground, 2)) {
                boolean oneFamily = from.address().isV4() == to.address().isV4();
                if (oneFamily && cases.size() < MOST_CASES) {
                    cases.add(judge(question, from, to, ground));
                } else if (oneFamily) {
                    more++;
                }
            }
        }
        return new Answer(ground.basis(), cases, more);
    }

    private static List<Stand> stands(Place place, Ground ground, int number) {
        return switch (place) {
            case Place.OfPod one -> pod(one.pod(), ground.snapshot().pod(one.pod()), number);
            case Place.OfWorkload workload -> workload(workload.workload(), ground.snapshot());
            case Place.OfAddress address -> List.of(address(address.address(), ground.snapshot()));
            case Place.OfLabels labels -> labelled(labels, ground.snapshot(), number);
        };
    }

    /** A pod that is not known stands at a place holder, so that each policy can say that it cannot tell. */
    private static List<Stand> pod(PodRef ref, @Nullable Pod pod, int number) {
        if (pod == null) {
            return placeHolders(number).stream()
                    .map(address -> new Stand(ref.toString(), new FlowPeer.PodEnd(ref, null, ""), address, null))
                    .toList();
        }
        return pod.declaredAddresses().stream()
                .map(address -> stand(pod, address))
                .toList();
    }

    /** Of TEST-NET-1 and the documentation range of IPv6, so that nobody has it. */
    private static List<IpAddress> placeHolders(int number) {
        return List.of(IpAddress.parse("192.0.2." + number), IpAddress.parse("2001:db8::" + number));
    }

    private static Stand stand(Pod pod, IpAddress address) {
        FlowPeer peer = pod.hostNetwork()
                ? new FlowPeer.NodeEnd(pod.node() == null ? "" : pod.node().value())
                : new FlowPeer.PodEnd(pod.ref(), pod.workload(), "");
        return new Stand(pod.ref().toString(), peer, address, pod);
    }

    private static List<Stand> workload(EndPattern pattern, ClusterSnapshot snapshot) {
        record Kind(Map<String, String> labels, Object ports, boolean v4) {}
        Set<Kind> seen = new HashSet<>();
        List<Stand> stands = new ArrayList<>();
        for (Pod pod : snapshot.podsIn(pattern.namespace())) {
            if (pattern.matches(WorkloadEnd.of(pod))) {
                pod.addresses().stream()
                        .filter(address -> seen.add(new Kind(pod.labels(), pod.ports(), address.isV4())))
                        .forEach(address -> stands.add(stand(pod, address)));
            }
        }
        return stands;
    }

    private static Stand address(IpAddress address, ClusterSnapshot snapshot) {
        Pod pod = snapshot.podAt(address);
        if (pod != null) {
            return stand(pod, address);
        }
        Node node = snapshot.nodeAt(address);
        return new Stand(
                address.toString(),
                node == null
                        ? new FlowPeer.AddressEnd(address.toString())
                        : new FlowPeer.NodeEnd(node.name().value()),
                address,
                null);
    }

    private static List<Stand> labelled(Place.OfLabels place, ClusterSnapshot snapshot, int number) {
        PodRef ref = new PodRef(place.namespace(), "a-pod-with-these-labels-" + number);
        NodeName node = snapshot.nodes().isEmpty()
                ? new NodeName("a-node")
                : snapshot.nodes().iterator().next().name();
        Pod pod = new Pod(
                ref,
                ref.name(),
                place.labels(),
                node,
                placeHolders(number),
                false,
                PodPhase.RUNNING,
                true,
                null,
                List.of());
        return pod.declaredAddresses().stream()
                .map(address -> stand(pod, address))
                .toList();
    }

    private static Case judge(Question question, Stand from, Stand to, Ground ground) {
        FlowRecord flow = flow(question, from, to);
        List<Pod> pods = new ArrayList<>();
        if (from.pod() != null) {
            pods.add(from.pod());
        }
        if (to.pod() != null && !to.pod().equals(from.pod())) {
            pods.add(to.pod());
        }
        Scene scene = Scene.of(flow, contents(ground.snapshot(), pods));
        Evaluation evaluation = new PolicyEvaluator(scene.cluster()).evaluate(scene.packet());
        List<Side> sides =
                evaluation.basis() == Evaluation.Basis.POLICIES ? sides(scene, ground.past(), evaluation) : List.of();
        boolean denied = sides.stream().anyMatch(side -> side.verdict() == Verdict.DENIED);
        boolean unknown = sides.stream().anyMatch(side -> side.verdict() == null);
        Verdict verdict = denied ? Verdict.DENIED : unknown ? null : evaluation.verdict();
        return new Case(name(from), name(to), verdict, sentence(evaluation, sides), sides);
    }

    private static String name(Stand stand) {
        return stand.name().equals(stand.address().toString())
                ? stand.name()
                : stand.name() + " (" + stand.address() + ")";
    }

    /** A record of what is only asked about, so that it is explained with the words of those that happened. */
    private static FlowRecord flow(Question question, Stand from, Stand to) {
        Instant at = question.at() == null ? Instant.EPOCH : question.at();
        return new FlowRecord(
                0,
                at,
                at,
                Verdict.ALLOWED,
                Direction.INGRESS,
                new FlowRecord.Connection(question.protocol(), from.address(), 0, to.address(), question.port()),
                from.peer(),
                to.peer(),
                List.of(),
                0,
                0);
    }

    private static List<Side> sides(Scene scene, PastCluster past, Evaluation evaluation) {
        SideExplainer explainer = new SideExplainer(scene, past);
        List<Side> sides = new ArrayList<>();
        side(explainer, scene, Direction.EGRESS, evaluation.egress()).ifPresent(sides::add);
        side(explainer, scene, Direction.INGRESS, evaluation.ingress()).ifPresent(sides::add);
        return sides;
    }

    private static Optional<Side> side(
            SideExplainer explainer, Scene scene, Direction direction, @Nullable Judgement judgement) {
        if (judgement != null) {
            return Optional.of(explainer.side(judgement));
        }
        FlowPeer peer = direction == Direction.INGRESS
                ? scene.flow().destination()
                : scene.flow().source();
        return peer instanceof FlowPeer.PodEnd end && scene.pod(peer) == null
                ? Optional.of(explainer.unknownSide(direction, end.pod()))
                : Optional.empty();
    }

    private static String sentence(Evaluation evaluation, List<Side> sides) {
        return switch (evaluation.basis()) {
            case POD_ITSELF -> "A pod always reaches itself.";
            case OWN_NODE -> "A node always reaches its own pods.";
            case POLICIES ->
                sides.isEmpty()
                        ? "No policy is enforced at either end."
                        : String.join(" ", sides.stream().map(Side::sentence).toList());
        };
    }
}
