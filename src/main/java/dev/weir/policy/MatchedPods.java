package dev.weir.policy;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Derivation;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Peer.IpBlockPeer;
import dev.weir.cluster.Pod;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whom a selector or a peer means now, over all namespaces: for people who write policies. A peer's membership is decided by the code with
 * which the compiler fills its sets.
 */
public final class MatchedPods {
    private static final Derivation<List<NetworkPolicy>> SELECTING_NONE =
            new Derivation<>(cluster -> cluster.policies().stream()
                    .filter(policy -> selectsNone(policy, cluster))
                    .toList());

    private MatchedPods() {}

    /** Pods that the policy selects and that have not ended, whether policies can be enforced for them or not. */
    public static List<Pod> selectedBy(NetworkPolicy policy, ClusterSnapshot cluster) {
        return cluster.podsIn(policy.ref().namespace()).stream()
                .filter(pod -> !pod.phase().isOver())
                .filter(policy::selects)
                .toList();
    }

    /** The policies of the cluster for which {@link #selectedBy} is empty, in order. */
    public static List<NetworkPolicy> selectingNone(ClusterSnapshot cluster) {
        return SELECTING_NONE.of(cluster);
    }

    private static boolean selectsNone(NetworkPolicy policy, ClusterSnapshot cluster) {
        return cluster.podsIn(policy.ref().namespace()).stream()
                .noneMatch(pod -> !pod.phase().isOver() && policy.selects(pod));
    }

    /**
     * Pods at whose addresses the peer matches.
     *
     * @param policyNamespace in which a podSelector alone looks
     */
    public static List<Pod> of(Peer peer, String policyNamespace, ClusterSnapshot cluster) {
        PeerSet.Key key = PeerSet.Key.of(peer, policyNamespace);
        var candidates = peer instanceof Peer.PodPeer ? cluster.podsIn(policyNamespace) : cluster.pods();
        return candidates.stream()
                .filter(pod -> peer instanceof IpBlockPeer || belongs(pod, key, cluster))
                .filter(pod -> has(pod, peer, cluster))
                .toList();
    }

    /** Pods at whose addresses one of the peers matches, each once. */
    public static Set<Pod> ofAny(Collection<Peer> peers, String policyNamespace, ClusterSnapshot cluster) {
        Set<Pod> pods = new LinkedHashSet<>();
        peers.forEach(peer -> pods.addAll(of(peer, policyNamespace, cluster)));
        return pods;
    }

    /** Whether the pod is the one that has one of its addresses, for a block one in its range. */
    private static boolean has(Pod pod, Peer peer, ClusterSnapshot cluster) {
        return pod.addresses().stream()
                .filter(address -> !(peer instanceof IpBlockPeer block) || block.contains(address))
                .anyMatch(address -> pod.equals(cluster.podAt(address)));
    }

    private static boolean belongs(Pod pod, PeerSet.Key key, ClusterSnapshot cluster) {
        Namespace namespace = cluster.namespace(pod.ref().namespace());
        return key.matches(pod.ref().namespace(), pod.labels(), namespace == null ? Map.of() : namespace.labels());
    }
}
