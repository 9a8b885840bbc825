package dev.weir.counts;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Workload;
import dev.weir.nodes.NodeCounts.PairEnd;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What enforcing a policy that is in shadow would break.
 *
 * @param connections that it, alone or with others in shadow, would have had denied, ever
 * @param last when the last of them was
 * @param since when the first node had the policy as it is now; null while none has
 * @param pairs between whom since then, the most connections first
 * @param together policies in shadow that select some of the same pods in the same direction: they are judged as one
 */
public record ShadowReport(
        long connections,
        @Nullable Instant last,
        @Nullable Instant since,
        List<PairVerdicts> pairs,
        List<PolicyRef> together) {
    public ShadowReport {
        pairs = List.copyOf(pairs);
        together = List.copyOf(together);
    }

    /**
     * @param hits of the policy in shadow
     * @param pairs with an end in its namespace
     */
    public static ShadowReport of(
            NetworkPolicy policy, ClusterSnapshot snapshot, List<PolicyHits> hits, List<PairVerdicts> pairs) {
        Instant since = first(hits.stream().map(PolicyHits::since).toList());
        List<Pod> selected = snapshot.podsIn(policy.ref().namespace()).stream()
                .filter(policy::selects)
                .toList();
        return new ShadowReport(
                hits.stream()
                        .mapToLong(direction -> direction.tally().wouldDeny())
                        .sum(),
                hits.stream()
                        .map(direction -> direction.tally().lastWouldDeny())
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                since,
                since == null ? List.of() : pairs(policy, selected, pairs, since),
                together(policy, selected, snapshot));
    }

    private static @Nullable Instant first(List<@Nullable Instant> times) {
        return times.stream()
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Pods of a workload are selected by the same policies, so what is told of the workload is told of the policy. */
    private static List<PairVerdicts> pairs(
            NetworkPolicy policy, List<Pod> selected, List<PairVerdicts> pairs, Instant since) {
        Set<PairEnd> ends = selected.stream().map(ShadowReport::end).collect(Collectors.toSet());
        return pairs.stream()
                .filter(pair -> policy.types().contains(pair.direction()) && ends.contains(pair.judging()))
                .filter(pair -> isSince(pair.tally().lastWouldDeny(), since))
                .sorted(Comparator.comparingLong(
                                (PairVerdicts pair) -> pair.tally().wouldDeny())
                        .reversed())
                .toList();
    }

    private static boolean isSince(@Nullable Instant last, Instant since) {
        return last != null && !last.isBefore(since);
    }

    /** As the daemon names it. */
    private static PairEnd end(Pod pod) {
        Workload workload = pod.workload();
        return workload == null
                ? new PairEnd(pod.ref().namespace(), "Pod", pod.ref().name())
                : new PairEnd(pod.ref().namespace(), workload.kind(), workload.name());
    }

    private static List<PolicyRef> together(NetworkPolicy policy, List<Pod> selected, ClusterSnapshot snapshot) {
        return snapshot.shadowPoliciesIn(policy.ref().namespace()).stream()
                .filter(other -> !other.ref().equals(policy.ref()))
                .filter(other -> !Collections.disjoint(other.types(), policy.types()))
                .filter(other -> selected.stream().anyMatch(other::selects))
                .map(NetworkPolicy::ref)
                .toList();
    }
}
