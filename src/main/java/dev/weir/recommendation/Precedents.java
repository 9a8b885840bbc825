package dev.weir.recommendation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.Node;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import dev.weir.net.Protocol;
import dev.weir.policy.Evaluation;
import dev.weir.recommendation.Observed.Ends;
import dev.weir.simulation.Actor;
import dev.weir.simulation.Court;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges like cases once: replicas are told apart by no policy, unless an ipBlock does. What is answered names the pods of the first such case.
 */
final class Precedents {
    private final ClusterSnapshot cluster;
    private final Court court;
    private final Map<Case, Evaluation> rulings = new HashMap<>();
    private final Map<String, Set<IpPrefix>> blocks = new HashMap<>();
    private final Map<Standing, List<IpPrefix>> standings = new HashMap<>();
    private final Map<Trait, Integer> traits = new HashMap<>();
    private final Map<Actor, Integer> numbers = new IdentityHashMap<>();

    /** All of an end that a policy can look at. An address is nothing but itself. */
    private record Trait(
            @Nullable String namespace,
            Map<String, String> labels,
            List<ContainerPort> ports,
            boolean enforced,
            boolean hostNetwork,
            @Nullable IpAddress address,
            boolean v4) {}

    /**
     * Equal ones are judged equally.
     *
     * @param from number of its trait, and so for the other end
     * @param itself whether a pod talks to itself, which no policy judges
     * @param ownNode whether a pod's own node talks to it, which none judges either
     * @param told which blocks of either end's policies contain the addresses
     */
    private record Case(
            int from,
            int to,
            boolean itself,
            boolean ownNode,
            Protocol protocol,
            int port,
            List<List<IpPrefix>> told) {}

    private record Standing(String namespace, IpAddress address) {}

    Precedents(ClusterSnapshot cluster) {
        this.cluster = cluster;
        court = new Court(cluster);
    }

    Evaluation judge(Ends ends) {
        Case like = new Case(
                number(ends.from()),
                number(ends.to()),
                ends.from().equals(ends.to()),
                isOwnNode(ends),
                ends.protocol(),
                ends.port(),
                told(ends));
        return rulings.computeIfAbsent(
                like, first -> court.judge(ends.from(), ends.to(), ends.protocol(), ends.port()));
    }

    private boolean isOwnNode(Ends ends) {
        Pod pod = ends.to().pod();
        Node node = pod == null || pod.node() == null ? null : cluster.node(pod.node());
        return node != null && node.addresses().contains(ends.from().address());
    }

    /** Labels are dear to compare; so equal traits get one number, and an end that is met again keeps it. */
    private int number(Actor actor) {
        return numbers.computeIfAbsent(actor, met -> traits.computeIfAbsent(trait(met), unused -> traits.size()));
    }

    private static Trait trait(Actor actor) {
        Pod pod = actor.pod();
        boolean v4 = actor.address().isV4();
        return pod == null
                ? new Trait(null, Map.of(), List.of(), false, false, actor.address(), v4)
                : new Trait(
                        pod.ref().namespace(),
                        pod.labels(),
                        pod.ports(),
                        pod.isEnforced(),
                        pod.hostNetwork(),
                        null,
                        v4);
    }

    private List<List<IpPrefix>> told(Ends ends) {
        return Stream.of(ends.from(), ends.to())
                .map(Actor::pod)
                .flatMap(Stream::ofNullable)
                .map(pod -> pod.ref().namespace())
                .distinct()
                .flatMap(namespace -> Stream.of(
                        standing(namespace, ends.from().address()),
                        standing(namespace, ends.to().address())))
                .toList();
    }

    private List<IpPrefix> standing(String namespace, IpAddress address) {
        return standings.computeIfAbsent(
                new Standing(namespace, address),
                asked -> blocks.computeIfAbsent(namespace, this::blocksIn).stream()
                        .filter(block -> block.contains(address))
                        .toList());
    }

    private Set<IpPrefix> blocksIn(String namespace) {
        Set<IpPrefix> found = new TreeSet<>();
        cluster.policiesIn(namespace).stream()
                .flatMap(policy -> Arrays.stream(Direction.values()).map(policy::rules))
                .flatMap(List::stream)
                .flatMap(rule -> rule.peers().stream())
                .forEach(peer -> {
                    if (peer instanceof Peer.IpBlockPeer block) {
                        found.add(block.block());
                        found.addAll(block.except());
                    }
                });
        return found;
    }
}
