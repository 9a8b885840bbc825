package dev.weir.recommendation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Derivation;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodIndex;
import dev.weir.cluster.PodRef;
import dev.weir.simulation.Actor;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who a pod is to a policy: one of a group of workloads, here or in another namespace. */
final class OtherEnds {
    static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

    /** By namespace, of pods that run. */
    private static final Derivation<Map<String, WorkloadGroups>> RUNNING =
            new Derivation<>(snapshot -> new ConcurrentHashMap<>());

    private final ClusterSnapshot cluster;
    private final Map<String, Map<PodRef, Pod>> gone = new HashMap<>();
    private final Map<String, WorkloadGroups> groups = new HashMap<>();

    /** @param traffic whose pods may be gone, and are then known by what they were */
    OtherEnds(ClusterSnapshot cluster, Collection<Observed> traffic) {
        this.cluster = cluster;
        Map<PodRef, Pod> running = PodIndex.of(cluster);
        Set<Actor> actors = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Observed observed : traffic) {
            actors.add(observed.ends().from());
            actors.add(observed.ends().to());
        }
        actors.stream()
                .map(Actor::pod)
                .flatMap(Stream::ofNullable)
                .filter(pod -> !isEnforced(running.get(pod.ref())))
                .forEach(pod -> gone.computeIfAbsent(pod.ref().namespace(), unused -> new HashMap<>())
                        .put(pod.ref(), pod));
    }

    private static boolean isEnforced(@Nullable Pod pod) {
        return pod != null && pod.isEnforced();
    }

    WorkloadGroups groups(String namespace) {
        return groups.computeIfAbsent(namespace, this::made);
    }

    private WorkloadGroups made(String namespace) {
        return gone.containsKey(namespace)
                ? grouped(namespace)
                : RUNNING.of(cluster).computeIfAbsent(namespace, this::grouped);
    }

    private WorkloadGroups grouped(String namespace) {
        Map<PodRef, Pod> pods = new TreeMap<>(gone.getOrDefault(namespace, Map.of()));
        cluster.podsIn(namespace).stream().filter(Pod::isEnforced).forEach(pod -> pods.put(pod.ref(), pod));
        return new WorkloadGroups(pods.values());
    }

    /**
     * As a policy of a namespace names it.
     *
     * @return empty when the other namespace cannot be named: every API server since 1.21 gives it its name as a label, and this one has none
     */
    Optional<Peer> peer(String namespace, Pod pod) {
        String other = pod.ref().namespace();
        LabelSelector pods = groups(other).of(pod).selector();
        if (other.equals(namespace)) {
            return Optional.of(new Peer.PodPeer(pods));
        }
        Namespace named = cluster.namespace(other);
        return named != null && other.equals(named.labels().get(NAMESPACE_NAME))
                ? Optional.of(new Peer.NamespacePeer(LabelSelector.ofLabels(Map.of(NAMESPACE_NAME, other)), pods))
                : Optional.empty();
    }

    /** Whether an address is that of a pod now, which is not who was recorded. */
    boolean isTaken(Actor actor) {
        return actor.pod() == null && cluster.podAt(actor.address()) != null;
    }
}
