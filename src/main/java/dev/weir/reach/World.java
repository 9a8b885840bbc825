package dev.weir.reach;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.net.Direction;
import dev.weir.reach.Party.Member;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The policies of one snapshot asked about parties. What was found once is remembered, and nothing is looked for before it is asked. */
final class World {
    private final ClusterSnapshot snapshot;
    private final Function<Party, Member> member;
    private final @Nullable Same same;
    private final Map<String, List<NetworkPolicy>> policies = new HashMap<>();
    /** By direction and the party's index. */
    private final Map<Direction, List<@Nullable Admission>> ofParties = new EnumMap<>(Direction.class);

    private final Map<Side, Admission> ofSides = new HashMap<>();
    private final Map<PeerOf, Found> found = new HashMap<>();

    World(ClusterSnapshot snapshot, Function<Party, Member> member) {
        this(snapshot, member, null);
    }

    private World(ClusterSnapshot snapshot, Function<Party, Member> member, @Nullable Same same) {
        this.snapshot = snapshot;
        this.member = member;
        this.same = same;
    }

    /**
     * Another world over the same parties, in which policies of these namespaces are others and nothing else is. What is the same is asked of this one,
     * which therefore must not be asked by another thread meanwhile.
     */
    World with(ClusterSnapshot changed, Set<String> namespaces) {
        return new World(changed, member, new Same(this, namespaces));
    }

    /** The world that is the same but for policies of some namespaces. */
    private record Same(World world, Set<String> except) {
        boolean holdsFor(@Nullable Pod pod) {
            return pod == null || !except.contains(pod.ref().namespace());
        }
    }

    /** Pods with equal sides admit the same. */
    private record Side(Direction direction, List<NetworkPolicy> policies, List<ContainerPort> ports) {}

    private record PeerOf(Peer peer, String namespace) {}

    /** A peer of a policy of that namespace, with which parties it was asked about and which it matches. */
    final class Found {
        private final Peer peer;
        private final String namespace;
        private final BitSet asked = new BitSet();
        private final BitSet matching = new BitSet();

        private Found(Peer peer, String namespace) {
            this.peer = peer;
            this.namespace = namespace;
        }

        boolean matches(Party party) {
            if (!asked.get(party.index())) {
                asked.set(party.index());
                matching.set(party.index(), World.this.matches(peer, namespace, member.apply(party)));
            }
            return matching.get(party.index());
        }
    }

    /** What one may open to the other. */
    Ports ports(Party from, Party to) {
        Ports leaving = admission(from, Direction.EGRESS).ports(to);
        return leaving.isEmpty()
                ? leaving
                : leaving.and(admission(to, Direction.INGRESS).ports(from));
    }

    Admission admission(Party party, Direction direction) {
        List<@Nullable Admission> known = ofParties.computeIfAbsent(direction, unused -> new ArrayList<>());
        while (known.size() <= party.index()) {
            known.add(null);
        }
        Admission admission = known.get(party.index());
        if (admission == null) {
            admission = compile(party, direction);
            known.set(party.index(), admission);
        }
        return admission;
    }

    private Admission compile(Party party, Direction direction) {
        Pod pod = member.apply(party).pod();
        if (same != null && same.holdsFor(pod)) {
            return same.world().admission(party, direction);
        }
        if (pod == null || !pod.isEnforced()) {
            return Admission.OPEN;
        }
        List<NetworkPolicy> isolating = isolating(pod, direction);
        if (isolating.isEmpty()) {
            return Admission.OPEN;
        }
        List<ContainerPort> own = direction == Direction.INGRESS ? pod.ports() : List.of();
        return ofSides.computeIfAbsent(
                new Side(direction, isolating, own), side -> Admission.of(this, isolating, direction, pod));
    }

    /** The policies that isolate the pod in that direction; what is in shadow does not. */
    private List<NetworkPolicy> isolating(Pod pod, Direction direction) {
        return policies.computeIfAbsent(pod.ref().namespace(), snapshot::enforcedPoliciesIn).stream()
                .filter(policy -> policy.types().contains(direction) && policy.selects(pod))
                .toList();
    }

    Found found(Peer peer, String namespace) {
        PeerOf key = new PeerOf(peer, namespace);
        Found known = same == null ? null : same.world().found.get(key);
        return known != null ? known : found.computeIfAbsent(key, unused -> new Found(peer, namespace));
    }

    private boolean matches(Peer peer, String namespace, Member one) {
        Pod pod = one.pod();
        return switch (peer) {
            case Peer.IpBlockPeer block -> block.contains(one.address());
            case Peer.PodPeer pods ->
                pod != null
                        && pod.ref().namespace().equals(namespace)
                        && pods.pods().matches(pod.labels());
            case Peer.NamespacePeer namespaces ->
                pod != null
                        && namespaces.namespaces().matches(labels(pod.ref().namespace()))
                        && namespaces.pods().matches(pod.labels());
        };
    }

    private Map<String, String> labels(String name) {
        Namespace namespace = snapshot.namespace(name);
        return namespace == null ? Map.of() : namespace.labels();
    }

    @Nullable
    Pod pod(Party party) {
        return member.apply(party).pod();
    }
}
