package dev.weir.recommendation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyPort.NamedPort;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.policy.PolicyEvaluator;
import dev.weir.recommendation.Observed.Ends;
import dev.weir.simulation.Actor;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What the enforced policies of one namespace can tell apart in one direction: which of them select a pod, and which of their peers mean an end.
 * Everything else about an end is nothing to them.
 */
final class Eyes {
    private final String namespace;
    private final Direction direction;
    private final PolicyEvaluator specification;
    private final List<NetworkPolicy> policies;
    private final List<Peer> peers;
    private final boolean namesPorts;
    private final Map<Actor, BitSet> subjects = new IdentityHashMap<>();
    private final Map<Actor, BitSet> meant = new IdentityHashMap<>();

    /**
     * Connections that look the same are judged the same at that end.
     *
     * @param selecting which policies select the pod
     * @param meaning which peers mean the other end
     * @param named the ports of the receiver that have names, if any policy names one
     */
    record Look(Eyes eyes, BitSet selecting, BitSet meaning, List<ContainerPort> named, Door door) {}

    Eyes(ClusterSnapshot cluster, String namespace, Direction direction) {
        this.namespace = namespace;
        this.direction = direction;
        specification = new PolicyEvaluator(cluster);
        policies = cluster.enforcedPoliciesIn(namespace).stream()
                .filter(policy -> policy.types().contains(direction))
                .toList();
        List<Rule> rules = policies.stream()
                .flatMap(policy -> policy.rules(direction).stream())
                .toList();
        peers = rules.stream().flatMap(rule -> rule.peers().stream()).distinct().toList();
        namesPorts = rules.stream()
                .flatMap(rule -> rule.ports().stream())
                .anyMatch(port -> port.match() instanceof NamedPort);
    }

    /** At the end whose pod is in this namespace. */
    Look look(Ends ends) {
        return new Look(
                this,
                subjects.computeIfAbsent(ends.subject(direction), this::selecting),
                meant.computeIfAbsent(ends.peer(direction), this::meaning),
                namesPorts ? ports(ends.to().pod()) : List.of(),
                new Door(ends.protocol(), ends.port()));
    }

    private BitSet selecting(Actor subject) {
        Pod pod = subject.pod();
        return bits(policies.size(), at -> pod != null && policies.get(at).selects(pod));
    }

    private BitSet meaning(Actor peer) {
        return bits(peers.size(), at -> specification.matches(peers.get(at), namespace, peer.pod(), peer.address()));
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
