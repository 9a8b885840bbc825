package dev.weir.simulation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Derivation;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodIndex;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.Workload;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.RecordedEnd;
import dev.weir.history.ClusterHistory;
import dev.weir.history.HistoryScope;
import dev.weir.net.IpAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who takes the part of a recorded end: the pod itself, otherwise one of its workload that runs now, because that is what will talk next time,
 * otherwise the pod as it was then.
 */
public final class StandIns {
    private static final int MOST_LOOKED_UP = 100;
    private static final Derivation<Map<WorkloadOf, Pod>> RUNNING = new Derivation<>(StandIns::running);

    private final ClusterSnapshot now;
    private final Map<PodRef, Pod> pods;
    private final ClusterHistory history;
    private final Map<PodRef, Optional<Pod>> former = new HashMap<>();
    /** One for each, as they are compared often. */
    private final Map<Standing, Actor> actors = new HashMap<>();

    /** Records of one end mostly have the same, and its words take long to compare. */
    private final Map<RecordedEnd, Actor> known = new IdentityHashMap<>();

    private record Standing(PodRef pod, IpAddress address) {}

    private record WorkloadOf(String namespace, Workload workload) {}

    public StandIns(ClusterSnapshot now, ClusterHistory history) {
        this.now = now;
        pods = PodIndex.of(now);
        this.history = history;
    }

    /** One pod of each workload. */
    private static Map<WorkloadOf, Pod> running(ClusterSnapshot cluster) {
        Map<WorkloadOf, Pod> running = new HashMap<>();
        for (Pod pod : cluster.pods()) {
            if (pod.workload() != null && pod.isEnforced()) {
                running.putIfAbsent(new WorkloadOf(pod.ref().namespace(), pod.workload()), pod);
            }
        }
        return running;
    }

    /** Empty when nothing is known of the pod, or the reader may not know it. */
    public Optional<Actor> of(RecordedEnd recorded, Instant time) {
        Actor before = known.get(recorded);
        if (before != null) {
            return Optional.of(before);
        }
        Optional<Actor> found = find(recorded, time);
        found.ifPresent(actor -> known.put(recorded, actor));
        return found;
    }

    private Optional<Actor> find(RecordedEnd recorded, Instant time) {
        IpAddress address = recorded.address();
        return switch (recorded.peer()) {
            case FlowPeer.PodEnd end -> pod(end, time).map(pod -> actor(pod, addressOf(pod, end.pod(), address)));
            case FlowPeer.NodeEnd node -> Optional.of(new Actor(address, null));
            case FlowPeer.AddressEnd outside -> Optional.of(new Actor(address, null));
            case FlowPeer.HiddenEnd hidden -> Optional.empty();
        };
    }

    private Actor actor(Pod pod, IpAddress address) {
        return actors.computeIfAbsent(new Standing(pod.ref(), address), unused -> Actor.of(pod, address));
    }

    private Optional<Pod> pod(FlowPeer.PodEnd end, Instant time) {
        Pod same = pods.get(end.pod());
        if (same != null) {
            return Optional.of(same);
        }
        Pod replica = end.workload() == null
                ? null
                : RUNNING.of(now).get(new WorkloadOf(end.pod().namespace(), end.workload()));
        return replica == null ? formerly(end.pod(), time) : Optional.of(replica);
    }

    /** Another pod stands at its own address, as blocks may tell addresses apart. */
    private static IpAddress addressOf(Pod pod, PodRef recorded, IpAddress address) {
        return pod.ref().equals(recorded)
                ? address
                : pod.addresses().stream()
                        .filter(own -> own.isV4() == address.isV4())
                        .findFirst()
                        .orElse(address);
    }

    private Optional<Pod> formerly(PodRef ref, Instant time) {
        Optional<Pod> known = former.get(ref);
        if (known != null) {
            return known;
        }
        if (former.size() >= MOST_LOOKED_UP) {
            return Optional.empty();
        }
        Optional<Pod> found = history.at(time, new HistoryScope(Set.of(), Set.of(ref))).stream()
                .flatMap(past -> past.contents().pods().stream())
                .findFirst();
        former.put(ref, found);
        return found;
    }
}
