package dev.weir.cluster;

import dev.weir.net.Direction;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * How many pods are isolated. A pod counts when it can be protected at all: it is scheduled, has not ended and does not use the host's
 * network; and it is protected in a direction when at least one policy that selects it has that direction among its types. A policy in shadow protects
 * nothing.
 *
 * @param hostNetwork pods that no policy can protect
 */
public record Coverage(long pods, long inbound, long outbound, long hostNetwork) {
    public static final Coverage NONE = new Coverage(0, 0, 0, 0);

    private static final Derivation<Map<String, Coverage>> KNOWN =
            new Derivation<>(snapshot -> new ConcurrentHashMap<>());
    private static final Set<String> SYSTEM = Set.of("kube-system", "kube-public", "kube-node-lease");

    public static Coverage of(ClusterSnapshot snapshot, String namespace) {
        Coverage known = KNOWN.of(snapshot).get(namespace);
        return known == null ? found(snapshot, namespace) : known;
    }

    /** Kept only of what is in the cluster: anything may be asked about. */
    private static Coverage found(ClusterSnapshot snapshot, String namespace) {
        List<NetworkPolicy> policies = snapshot.enforcedPoliciesIn(namespace);
        Coverage found = of(snapshot, namespace, pod -> isolated(pod, policies));
        if (!found.equals(NONE)) {
            KNOWN.of(snapshot).put(namespace, found);
        }
        return found;
    }

    /** Of the pods that no policy protects in a direction: those that policies in shadow would. */
    public static Coverage ofShadow(ClusterSnapshot snapshot, String namespace) {
        List<NetworkPolicy> shadow = snapshot.shadowPoliciesIn(namespace);
        if (shadow.isEmpty()) {
            Coverage enforced = of(snapshot, namespace);
            return new Coverage(enforced.pods, 0, 0, enforced.hostNetwork);
        }
        List<NetworkPolicy> enforced = snapshot.enforcedPoliciesIn(namespace);
        return of(snapshot, namespace, pod -> {
            Set<Direction> isolated = isolated(pod, shadow);
            isolated.removeAll(isolated(pod, enforced));
            return isolated;
        });
    }

    private static Coverage of(ClusterSnapshot snapshot, String namespace, Function<Pod, Set<Direction>> directions) {
        Coverage coverage = NONE;
        for (Pod pod : snapshot.podsIn(namespace)) {
            if (pod.isEnforced()) {
                Set<Direction> isolated = directions.apply(pod);
                coverage = coverage.plus(new Coverage(
                        1,
                        isolated.contains(Direction.INGRESS) ? 1 : 0,
                        isolated.contains(Direction.EGRESS) ? 1 : 0,
                        0));
            } else if (pod.hostNetwork() && !pod.phase().isOver()) {
                coverage = coverage.plus(new Coverage(0, 0, 0, 1));
            }
        }
        return coverage;
    }

    /** The pods that could be protected in that direction and are not. */
    public static List<Pod> unprotected(ClusterSnapshot snapshot, String namespace, Direction direction) {
        List<NetworkPolicy> policies = snapshot.enforcedPoliciesIn(namespace);
        return snapshot.podsIn(namespace).stream()
                .filter(Pod::isEnforced)
                .filter(pod -> !isolated(pod, policies).contains(direction))
                .toList();
    }

    public static Set<Direction> isolated(Pod pod, Collection<NetworkPolicy> policies) {
        Set<Direction> isolated = EnumSet.noneOf(Direction.class);
        for (NetworkPolicy policy : policies) {
            if (isolated.size() < 2 && policy.selects(pod)) {
                isolated.addAll(policy.types());
            }
        }
        return isolated;
    }

    /** Namespaces of the system are folded on the summary: what runs there is rarely the reader's. */
    public static boolean isSystem(Namespace namespace) {
        return SYSTEM.contains(namespace.name()) || namespace.name().startsWith("gke-");
    }

    public Coverage plus(Coverage other) {
        return new Coverage(
                pods + other.pods, inbound + other.inbound, outbound + other.outbound, hostNetwork + other.hostNetwork);
    }
}
