package dev.weir.pairs;

import static java.util.Objects.requireNonNull;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Derivation;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyRef;
import dev.weir.net.Direction;
import dev.weir.pairs.TalkingPair.Ends;
import dev.weir.pairs.TalkingPair.Guard;
import dev.weir.pairs.TalkingPair.Guard.State;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Which policies isolate the ends of pairs, in one snapshot of the cluster. Safe to share between threads. */
final class Guards {
    private static final Derivation<Guards> KNOWN = new Derivation<>(Guards::new);
    private static final Guard UNKNOWN = new Guard(State.UNKNOWN, List.of());

    private final ClusterSnapshot snapshot;
    /** Those that have not ended, by the names that ends of pairs have. */
    private final Map<Talker, List<Pod>> workloads;
    /** Of these workloads only: records know others without number. */
    private final Map<Direction, Map<Talker, Guard>> known =
            Map.of(Direction.INGRESS, new ConcurrentHashMap<>(), Direction.EGRESS, new ConcurrentHashMap<>());

    private Guards(ClusterSnapshot snapshot) {
        this.snapshot = snapshot;
        workloads = snapshot.pods().stream()
                .filter(pod -> !pod.phase().isOver())
                .collect(Collectors.groupingBy(Guards::talker));
    }

    private static Talker talker(Pod pod) {
        String name = pod.workload() == null ? pod.ref().name() : pod.workload().name();
        return new Talker(Talker.Kind.WORKLOAD, pod.ref().namespace(), name);
    }

    /** Found out once for a snapshot, whoever asks. */
    static Guards of(ClusterSnapshot snapshot) {
        return KNOWN.of(snapshot);
    }

    /** Of all of them together: one that is unguarded makes the whole so. */
    Guard of(Collection<Ends> pairs) {
        Set<PolicyRef> policies = new HashSet<>();
        State state = State.GUARDED;
        for (Ends pair : pairs) {
            Guard out = isolation(pair.source(), Direction.EGRESS);
            Guard in = isolation(pair.destination(), Direction.INGRESS);
            policies.addAll(out.policies());
            policies.addAll(in.policies());
            state = worse(state, reachesPod(pair) ? in.state() : out.state());
        }
        return new Guard(state, policies.stream().sorted().toList());
    }

    private static boolean reachesPod(Ends pair) {
        return pair.destination().kind() == Talker.Kind.WORKLOAD
                || pair.destination().kind() == Talker.Kind.HIDDEN;
    }

    private static State worse(State one, State other) {
        if (one == State.UNGUARDED || other == State.UNGUARDED) {
            return State.UNGUARDED;
        }
        return one == State.GUARDED ? other : one;
    }

    /** What is gone, hidden or no pod cannot be judged. */
    private Guard isolation(Talker talker, Direction direction) {
        Map<Talker, Guard> guards = requireNonNull(known.get(direction));
        Guard guard = guards.get(talker);
        if (guard != null) {
            return guard;
        }
        List<Pod> pods = workloads.getOrDefault(talker, List.of());
        return pods.isEmpty()
                ? UNKNOWN
                : guards.computeIfAbsent(talker, asked -> isolation(asked.namespace(), direction, pods));
    }

    /** Every pod must be isolated. */
    private Guard isolation(String namespace, Direction direction, List<Pod> pods) {
        List<NetworkPolicy> policies = snapshot.enforcedPoliciesIn(namespace).stream()
                .filter(policy -> policy.types().contains(direction))
                .toList();
        SortedSet<PolicyRef> isolating = new TreeSet<>();
        boolean every = true;
        for (Pod pod : pods) {
            List<PolicyRef> own = policies.stream()
                    .filter(policy -> policy.selects(pod))
                    .map(NetworkPolicy::ref)
                    .toList();
            isolating.addAll(own);
            every &= !own.isEmpty() && !pod.hostNetwork();
        }
        return new Guard(every ? State.GUARDED : State.UNGUARDED, List.copyOf(isolating));
    }
}
