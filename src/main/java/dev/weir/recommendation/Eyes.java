package dev.weir.recommendation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyPort.NamedPort;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.policy.PolicyEvaluator;
import dev.weir.recommendation.Observed.Ends;
import dev.weir.recommendation.Precedents.Side;
import dev.weir.simulation.Actor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the enforced policies of one namespace can tell apart in one direction: which of them select a pod, and which of the rules of these mean the
 * other end. Everything else about an end is nothing to them.
 */
final class Eyes {
    private final String namespace;
    private final Direction direction;
    private final PolicyEvaluator specification;
    private final List<NetworkPolicy> policies;
    private final List<OwnRule> rules;
    private final List<Peer> peers;
    private final BitSet blocks;
    private final BitSet ownPods;
    /** The peers that name namespaces by that selector: it is asked once for all of them. */
    private final Map<LabelSelector, BitSet> ofSelector = new HashMap<>();

    private final Map<String, BitSet> ofNamespace = new HashMap<>();
    private final boolean namesPorts;
    /** One number for equal bits, as looks are compared often. */
    private final Map<BitSet, Integer> numbers = new HashMap<>();

    private final List<BitSet> numbered = new ArrayList<>();
    private final Map<Actor, Integer> subjects = new IdentityHashMap<>();
    private final Map<Actor, Integer> meant = new IdentityHashMap<>();
    private final Map<Long, Integer> meaningRules = new HashMap<>();
    private final Map<Look, Side> rulings = new HashMap<>();
    private final Map<Replicas, BitSet> subjectReplicas = new HashMap<>();
    private final Map<Replicas, BitSet> meantReplicas = new HashMap<>();

    /** Pods that no selector tells apart. */
    private record Replicas(String namespace, Map<String, String> labels) {
        static Replicas of(Pod pod) {
            return new Replicas(pod.ref().namespace(), pod.labels());
        }
    }

    /**
     * A rule.
     *
     * @param policy index of its policy
     * @param peers indexes of its peers
     * @param everybody whether it names none
     */
    private record OwnRule(int policy, BitSet peers, boolean everybody) {}

    /**
     * Connections that look the same are judged the same at that end.
     *
     * @param selecting number of which policies select the pod
     * @param meaning number of which of their rules mean the other end
     * @param named the ports of the receiver that have names, if any policy names one
     */
    private record Look(int selecting, int meaning, List<ContainerPort> named, Door door) {}

    Eyes(ClusterSnapshot cluster, String namespace, Direction direction) {
        this.namespace = namespace;
        this.direction = direction;
        specification = new PolicyEvaluator(cluster);
        policies = cluster.enforcedPoliciesIn(namespace).stream()
                .filter(policy -> policy.types().contains(direction))
                .toList();
        peers = rules(policies, direction)
                .flatMap(rule -> rule.peers().stream())
                .distinct()
                .toList();
        rules = ownRules();
        blocks = bits(peers.size(), at -> peers.get(at) instanceof Peer.IpBlockPeer);
        ownPods = bits(peers.size(), at -> peers.get(at) instanceof Peer.PodPeer);
        for (int at = 0; at < peers.size(); at++) {
            if (peers.get(at) instanceof Peer.NamespacePeer named) {
                ofSelector
                        .computeIfAbsent(named.namespaces(), unused -> new BitSet())
                        .set(at);
            }
        }
        namesPorts = rules(policies, direction)
                .flatMap(rule -> rule.ports().stream())
                .anyMatch(port -> port.match() instanceof NamedPort);
    }

    private static Stream<Rule> rules(List<NetworkPolicy> policies, Direction direction) {
        return policies.stream().flatMap(policy -> policy.rules(direction).stream());
    }

    private List<OwnRule> ownRules() {
        Map<Peer, Integer> places = new HashMap<>();
        peers.forEach(peer -> places.put(peer, places.size()));
        List<OwnRule> found = new ArrayList<>();
        for (int policy = 0; policy < policies.size(); policy++) {
            for (Rule rule : policies.get(policy).rules(direction)) {
                BitSet own = new BitSet();
                rule.peers().forEach(peer -> own.set(Objects.requireNonNull(places.get(peer))));
                found.add(new OwnRule(policy, own, rule.peers().isEmpty()));
            }
        }
        return found;
    }

    /** At the end whose pod is in this namespace: what was ruled of the first connection that looked the same. */
    Side precedent(Ends ends, Function<Ends, Side> ruling) {
        return rulings.computeIfAbsent(look(ends), first -> ruling.apply(ends));
    }

    private Look look(Ends ends) {
        int selecting = subjects.computeIfAbsent(ends.subject(direction), actor -> number(selecting(actor)));
        int meaning = meant.computeIfAbsent(ends.peer(direction), actor -> number(meaning(actor)));
        int rulesMeaning = meaningRules.computeIfAbsent(
                (long) selecting << Integer.SIZE | meaning,
                pair -> number(rulesWith(numbered.get(meaning), numbered.get(selecting))));
        return new Look(
                selecting,
                rulesMeaning,
                namesPorts ? ports(ends.to().pod()) : List.of(),
                new Door(ends.protocol(), ends.port()));
    }

    private int number(BitSet bits) {
        return numbers.computeIfAbsent(bits, unused -> {
            numbered.add(bits);
            return numbers.size();
        });
    }

    /** Rules of the selecting policies with one of these peers. */
    private BitSet rulesWith(BitSet meaning, BitSet selecting) {
        return bits(rules.size(), at -> {
            OwnRule rule = rules.get(at);
            return selecting.get(rule.policy())
                    && (rule.everybody() || rule.peers().intersects(meaning));
        });
    }

    private BitSet selecting(Actor subject) {
        Pod pod = Objects.requireNonNull(subject.pod(), "only pods are judged");
        return subjectReplicas.computeIfAbsent(
                Replicas.of(pod),
                unused -> bits(policies.size(), at -> policies.get(at).selects(pod)));
    }

    /** Which peers mean it. */
    private BitSet meaning(Actor peer) {
        Pod pod = peer.pod();
        BitSet meaning = matching(blocks, peer);
        if (pod != null) {
            BitSet possible = ofNamespace.computeIfAbsent(pod.ref().namespace(), this::possible);
            meaning.or(meantReplicas.computeIfAbsent(Replicas.of(pod), unused -> matching(possible, peer)));
        }
        return meaning;
    }

    private BitSet matching(BitSet among, Actor peer) {
        BitSet matching = new BitSet();
        for (int at = among.nextSetBit(0); at >= 0; at = among.nextSetBit(at + 1)) {
            matching.set(at, specification.matches(peers.get(at), namespace, peer.pod(), peer.address()));
        }
        return matching;
    }

    /** Most peers name one namespace each: so only few are left to be looked at for its pods. */
    private BitSet possible(String other) {
        BitSet possible = new BitSet();
        if (other.equals(namespace)) {
            possible.or(ownPods);
        }
        ofSelector.forEach((selector, naming) -> {
            if (specification.namespaceMatches(selector, other)) {
                possible.or(naming);
            }
        });
        return possible;
    }

    private static BitSet bits(int size, IntPredicate isSet) {
        BitSet bits = new BitSet(size);
        for (int at = 0; at < size; at++) {
            bits.set(at, isSet.test(at));
        }
        return bits;
    }

    private static List<ContainerPort> ports(@Nullable Pod pod) {
        return pod == null ? List.of() : pod.ports();
    }
}
