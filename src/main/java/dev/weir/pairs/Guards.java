package dev.weir.pairs;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyRef;
import dev.weir.net.Direction;
import dev.weir.pairs.TalkingPair.Ends;
import dev.weir.pairs.TalkingPair.Guard;
import dev.weir.pairs.TalkingPair.Guard.State;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which policies isolate the ends of pairs, in one snapshot of the cluster. */
final class Guards {
    private final ClusterSnapshot snapshot;
    private final Map<String, Map<String, List<Pod>>> namespaces = new HashMap<>();
    private final Map<Judge, Guard> known = new HashMap<>();

    private record Judge(Talker talker, Direction direction) {}

    Guards(ClusterSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Of all of them together: one that is unguarded makes the whole so. */
    Guard of(Collection<Ends> pairs) {
        SortedSet<PolicyRef> policies = new TreeSet<>();
        State state = State.GUARDED;
        for (Ends pair : pairs) {
            Guard guard = of(pair);
            policies.addAll(guard.policies());
            state = worse(state, guard.state());
        }
        return new Guard(state, List.copyOf(policies));
    }

    private static State worse(State one, State other) {
        if (one == State.UNGUARDED || other == State.UNGUARDED) {
            return State.UNGUARDED;
        }
        return one == State.GUARDED ? other : one;
    }

    private Guard of(Ends pair) {
        Guard out = isolation(pair.source(), Direction.EGRESS);
        Guard in = isolation(pair.destination(), Direction.INGRESS);
        boolean reachesPod = pair.destination().kind() == Talker.Kind.WORKLOAD
                || pair.destination().kind() == Talker.Kind.HIDDEN;
        SortedSet<PolicyRef> policies = new TreeSet<>(out.policies());
        policies.addAll(in.policies());
        return new Guard(reachesPod ? in.state() : out.state(), List.copyOf(policies));
    }

    private Guard isolation(Talker talker, Direction direction) {
        return known.computeIfAbsent(new Judge(talker, direction), this::isolation);
    }

    /** Every pod must be isolated; what is gone, hidden or no pod cannot be judged. */
    private Guard isolation(Judge judge) {
        List<Pod> pods = pods(judge.talker());
        if (pods.isEmpty()) {
            return new Guard(State.UNKNOWN, List.of());
        }
        SortedSet<PolicyRef> policies = new TreeSet<>();
        boolean every = true;
        for (Pod pod : pods) {
            List<PolicyRef> isolating = snapshot.policiesSelecting(pod).stream()
                    .filter(policy -> policy.types().contains(judge.direction()) && !snapshot.isInShadow(policy))
                    .map(NetworkPolicy::ref)
                    .toList();
            policies.addAll(isolating);
            every &= !isolating.isEmpty() && !pod.hostNetwork();
        }
        return new Guard(every ? State.GUARDED : State.UNGUARDED, List.copyOf(policies));
    }

    private List<Pod> pods(Talker talker) {
        return talker.kind() == Talker.Kind.WORKLOAD
                ? namespaces.computeIfAbsent(talker.namespace(), this::byName).getOrDefault(talker.name(), List.of())
                : List.of();
    }

    /** By the names that ends of pairs have. */
    private Map<String, List<Pod>> byName(String namespace) {
        Stream<Pod> running =
                snapshot.podsIn(namespace).stream().filter(pod -> !pod.phase().isOver());
        return running.collect(Collectors.groupingBy(Guards::name));
    }

    private static String name(Pod pod) {
        return pod.workload() == null ? pod.ref().name() : pod.workload().name();
    }
}
