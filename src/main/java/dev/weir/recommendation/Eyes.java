package dev.weir.recommendation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyPort.NamedPort;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.net.Verdict;
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
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What the enforced policies of one namespace say in one direction, asked once for all that they cannot tell apart: which of them select a pod, and
 * which of the rules of these mean the other end. Everything else about an end is nothing to them. The halves of a rule are the specification's
 * ({@link PolicyEvaluator}), and so is how they are joined.
 */
final class Eyes {
    private final String namespace;
    private final Direction direction;
    private final Replicas replicas;
    private final PolicyEvaluator specification;
    private final List<NetworkPolicy> policies;
    private final List<OwnRule> rules = new ArrayList<>();
    /** All that the rules name, each once. */
    private final List<Peer> peers = new ArrayList<>();

    private final BitSet blocks = new BitSet();
    private final BitSet ownPods = new BitSet();
    /** The peers that name namespaces by that selector: it is asked once for all of them. */
    private final Map<LabelSelector, BitSet> ofSelector = new HashMap<>();

    private final Map<String, BitSet> ofNamespace = new HashMap<>();
    private boolean namesPorts;
    /** One number for equal bits. */
    private final Map<BitSet, Integer> numbers = new HashMap<>();

    private final List<BitSet> numbered = new ArrayList<>();
    private final Map<Actor, Integer> subjects = new IdentityHashMap<>();
    private final Map<Actor, Integer> meant = new IdentityHashMap<>();
    /** By the number of the policies that select the pod, then by the number of the peers that mean the other end. */
    private final List<Map<Integer, Sight>> sights = new ArrayList<>();

    private final Map<Look, Sight> looks = new HashMap<>();
    /** Numbers of bits, by the numbers of {@link Replicas}. */
    private final Map<Integer, Integer> subjectReplicas = new HashMap<>();

    private final Map<Integer, BitSet> meantReplicas = new HashMap<>();
    private final Map<Integer, Integer> meantOutsideBlocks = new HashMap<>();

    /**
     * A rule.
     *
     * @param policy index of its policy
     * @param peers indexes of its peers
     */
    private record OwnRule(int policy, Rule rule, BitSet peers) {
        boolean means(BitSet meaning) {
            return rule.peers().isEmpty() || peers.intersects(meaning);
        }
    }

    /**
     * How the ends look.
     *
     * @param selecting number of which policies select the pod
     * @param meaning which of their rules mean the other end
     */
    private record Look(int selecting, BitSet meaning) {}

    /** Connections whose ends look the same: of these, those to one door are judged the same. */
    private static final class Sight {
        private final Look look;
        private final Map<Integer, Side> rulings = new HashMap<>();
        /** The same where policies name ports, by the names that the receiver has for them. */
        private final Map<List<ContainerPort>, Map<Integer, Side>> named = new HashMap<>();

        Sight(Look look) {
            this.look = look;
        }
    }

    Eyes(ClusterSnapshot cluster, String namespace, Direction direction, Replicas replicas) {
        this.namespace = namespace;
        this.direction = direction;
        this.replicas = replicas;
        specification = new PolicyEvaluator(cluster);
        policies = cluster.enforcedPoliciesIn(namespace).stream()
                .filter(policy -> policy.types().contains(direction))
                .toList();
        Map<Peer, Integer> places = new HashMap<>();
        for (int policy = 0; policy < policies.size(); policy++) {
            for (Rule rule : policies.get(policy).rules(direction)) {
                rules.add(new OwnRule(policy, rule, placed(rule.peers(), places)));
                namesPorts |= rule.ports().stream().anyMatch(port -> port.match() instanceof NamedPort);
            }
        }
    }

    /** Where these peers stand among all; one that is new is put at the end. */
    private BitSet placed(List<Peer> some, Map<Peer, Integer> places) {
        BitSet own = new BitSet();
        for (Peer peer : some) {
            Integer known = places.get(peer);
            int place = known == null ? peers.size() : known;
            if (known == null) {
                places.put(peer, place);
                add(peer);
            }
            own.set(place);
        }
        return own;
    }

    private void add(Peer peer) {
        BitSet kind = switch (peer) {
            case Peer.IpBlockPeer block -> blocks;
            case Peer.PodPeer pods -> ownPods;
            case Peer.NamespacePeer named -> ofSelector.computeIfAbsent(named.namespaces(), unused -> new BitSet());
        };
        kind.set(peers.size());
        peers.add(peer);
    }

    /** What the policies say at the end whose pod is in this namespace. */
    Side judge(Ends ends) {
        Sight sight = sight(ends);
        Map<Integer, Side> rulings = namesPorts
                ? sight.named.computeIfAbsent(ports(ends.to().pod()), unused -> new HashMap<>())
                : sight.rulings;
        Integer door = ends.protocol().number() << Character.SIZE | ends.port();
        Side known = rulings.get(door);
        if (known == null) {
            known = ruling(sight.look, ends);
            rulings.put(door, known);
        }
        return known;
    }

    private Side ruling(Look look, Ends ends) {
        List<PolicyRef> admitting = admitting(look.meaning(), ends);
        boolean isolated = !numbered.get(look.selecting()).isEmpty();
        return new Side(
                namespace, isolated && admitting.isEmpty() ? Verdict.DENIED : Verdict.ALLOWED, List.copyOf(admitting));
    }

    private List<PolicyRef> admitting(BitSet meaning, Ends ends) {
        List<PolicyRef> admitting = new ArrayList<>();
        for (int at = meaning.nextSetBit(0); at >= 0; at = meaning.nextSetBit(at + 1)) {
            PolicyRef policy = policies.get(rules.get(at).policy()).ref();
            if (!admitting.contains(policy)
                    && PolicyEvaluator.anyPortMatches(
                            rules.get(at).rule(),
                            ends.protocol(),
                            ends.port(),
                            ends.to().pod())) {
                admitting.add(policy);
            }
        }
        return admitting;
    }

    private Sight sight(Ends ends) {
        int selecting = subject(ends.subject(direction));
        Integer meaning = meant(ends.peer(direction));
        while (sights.size() <= selecting) {
            sights.add(new HashMap<>());
        }
        Sight sight = sights.get(selecting).get(meaning);
        if (sight == null) {
            BitSet rulesMeaning = rulesWith(numbered.get(meaning), numbered.get(selecting));
            sight = looks.computeIfAbsent(new Look(selecting, rulesMeaning), Sight::new);
            sights.get(selecting).put(meaning, sight);
        }
        return sight;
    }

    private int subject(Actor actor) {
        Integer known = subjects.get(actor);
        if (known == null) {
            known = selecting(actor);
            subjects.put(actor, known);
        }
        return known;
    }

    private Integer meant(Actor actor) {
        Integer known = meant.get(actor);
        if (known == null) {
            known = meaning(actor);
            meant.put(actor, known);
        }
        return known;
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
            return selecting.get(rule.policy()) && rule.means(meaning);
        });
    }

    /** Number of which policies select it. */
    private int selecting(Actor subject) {
        Pod pod = Objects.requireNonNull(subject.pod(), "only pods are judged");
        return subjectReplicas.computeIfAbsent(
                replicas.of(pod),
                unused -> number(bits(policies.size(), at -> policies.get(at).selects(pod))));
    }

    /** Number of which peers mean it. */
    private int meaning(Actor peer) {
        BitSet inBlocks = matching(blocks, peer);
        Pod pod = peer.pod();
        if (pod == null) {
            return number(inBlocks);
        }
        Integer like = replicas.of(pod);
        if (inBlocks.isEmpty()) {
            return meantOutsideBlocks.computeIfAbsent(like, unused -> number(meaningReplicas(like, peer, pod)));
        }
        inBlocks.or(meaningReplicas(like, peer, pod));
        return number(inBlocks);
    }

    private BitSet meaningReplicas(Integer like, Actor peer, Pod pod) {
        return meantReplicas.computeIfAbsent(
                like, unused -> matching(ofNamespace.computeIfAbsent(pod.ref().namespace(), this::possible), peer));
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
