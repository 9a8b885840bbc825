package dev.weir.alert.detect;

import dev.weir.alert.Admissions;
import dev.weir.alert.Admissions.Quiet;
import dev.weir.alert.AlertSubject;
import dev.weir.alert.Evidence;
import dev.weir.alert.Finding;
import dev.weir.alert.Look;
import dev.weir.alert.Measure;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyRef;
import dev.weir.counts.ClusterCounts;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeCounts.Tally;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Policies that admitted connections again and again and admit none any more, although their pods run: by the nodes' counters, which count whatever
 * is recorded. A policy is not judged while a node with one of its pods does not say what it counts.
 */
final class QuietPolicies {
    static final String UNIT = "seconds without a connection";

    /** A policy that admitted less often has no baseline. */
    private static final int LEAST_TIMES = 20;

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    private final NodeRegistry nodes;
    private final ClusterCounts counts;
    private final Admissions admissions;
    private Set<PolicyRef> seenBefore = Set.of();
    private Set<PolicyRef> seen = Set.of();
    private Set<NodeName> counting = Set.of();
    private Map<PolicyRef, Map<Direction, Tally>> tallies = Map.of();

    QuietPolicies(NodeRegistry nodes, ClusterCounts counts, Admissions admissions) {
        this.nodes = nodes;
        this.counts = counts;
        this.admissions = admissions;
    }

    /** A look at all policies begins. */
    void begin(Look look) {
        seenBefore = look.elapsed().compareTo(LONGEST_PAUSE) > 0 ? Set.of() : seen;
        seen = new HashSet<>();
        counting = nodes.nodes().stream()
                .filter(node -> node.isCounting() && isHeard(node, look.now()))
                .map(NodeProgress::name)
                .collect(Collectors.toSet());
        tallies = counts.policies();
    }

    private static boolean isHeard(NodeProgress node, Instant now) {
        Instant heard = node.lastHeartbeat();
        return heard != null && heard.plus(LONGEST_PAUSE).isAfter(now);
    }

    /** @param pods that the policy selects, as far as policies are enforced for them */
    Optional<Finding> judge(PolicyRef policy, List<Pod> pods, Look look) {
        if (pods.isEmpty()) {
            admissions.excuse(policy, look.now());
            return Optional.empty();
        }
        Instant last = lastAdmitted(policy);
        if (last == null || !counting.containsAll(nodes(pods))) {
            return Optional.empty();
        }
        admissions.see(policy, last, look.now(), seenBefore.contains(policy));
        seen.add(policy);
        return Optional.ofNullable(admissions.of(policy)).flatMap(quiet -> judge(policy, quiet, pods.size(), look));
    }

    private static Set<NodeName> nodes(List<Pod> pods) {
        return pods.stream().map(Pod::node).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    private @Nullable Instant lastAdmitted(PolicyRef policy) {
        return tallies.getOrDefault(policy, Map.of()).values().stream()
                .map(Tally::lastAllowed)
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(null);
    }

    private Optional<Finding> judge(PolicyRef policy, Quiet quiet, int pods, Look look) {
        if (look.now().isBefore(quiet.since().plus(look.settings().learning()))) {
            admissions.learn(policy, look.now());
            return Optional.empty();
        }
        double threshold =
                Math.max(look.settings().window().toSeconds(), look.settings().factor() * quiet.usualSeconds());
        double seconds = quiet.at(look.now()).toSeconds();
        return quiet.times() < LEAST_TIMES || seconds < threshold
                ? Optional.empty()
                : Optional.of(finding(
                        policy, quiet, pods, new Measure(seconds, threshold, quiet.usualSeconds(), UNIT), look));
    }

    private static Finding finding(PolicyRef policy, Quiet quiet, int pods, Measure measure, Look look) {
        String summary = "The policy " + policy + " has admitted no connection since " + quiet.last() + ", although "
                + (pods == 1 ? "a pod that it selects runs" : pods + " pods that it selects run")
                + "; usually it is quiet for " + Math.round(quiet.usualSeconds()) + " s at most.";
        Instant from = quiet.last().minus(look.settings().window());
        return new Finding(
                AlertSubject.of(policy), summary, measure, new Evidence(Clauses.policy(policy), from, look.now()));
    }
}
