package dev.weir.rest;

import dev.weir.cluster.ClusterView;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;
import dev.weir.counts.Missing;
import dev.weir.counts.NamespaceVerdicts;
import dev.weir.counts.PairRemainder;
import dev.weir.counts.PairVerdicts;
import dev.weir.counts.PolicyHits;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeCounts.PairEnd;
import dev.weir.nodes.NodeCounts.RuleCount;
import dev.weir.nodes.NodeCounts.Tally;
import dev.weir.visible.VisibleCounts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was allowed and denied, exactly, recorded or not. */
@RestController
@Tag(name = "Counts")
final class CountController {
    private static final int PAIRS = 100;

    private final ClusterView cluster;
    private final VisibleCounts counts;

    CountController(ClusterView cluster, VisibleCounts counts) {
        this.cluster = cluster;
        this.counts = counts;
    }

    /**
     * The cluster.
     *
     * @param policies that a node counted, also those that are gone
     * @param missing what the counts do not contain
     */
    record ClusterVerdicts(List<NamespaceTotal> namespaces, List<PolicyTotal> policies, Missing missing) {}

    /**
     * Pods of a namespace that some policy isolates in that direction: connections allowed, packets denied, and connections of pods that
     * only policies in shadow isolate, which these would deny.
     */
    record NamespaceTotal(String namespace, String direction, long allowed, long denied, long wouldDeny) {
        static NamespaceTotal of(NamespaceVerdicts verdicts) {
            return new NamespaceTotal(
                    verdicts.namespace(),
                    verdicts.direction().label(),
                    verdicts.tally().allowed(),
                    verdicts.tally().denied(),
                    verdicts.tally().wouldDeny());
        }
    }

    /** A policy in one direction. A denied packet counts for every policy that isolates its pod: none of them denied it. */
    record PolicyTotal(
            String namespace,
            String name,
            String direction,
            long allowed,
            long denied,
            long wouldDeny,
            @Nullable Instant lastAllowed,
            @Nullable Instant lastDenied,
            @Nullable Instant lastWouldDeny) {
        static PolicyTotal of(PolicyRef policy, Direction direction, Tally tally) {
            return new PolicyTotal(
                    policy.namespace(),
                    policy.name(),
                    direction.label(),
                    tally.allowed(),
                    tally.denied(),
                    tally.wouldDeny(),
                    tally.lastAllowed(),
                    tally.lastDenied(),
                    tally.lastWouldDeny());
        }
    }

    /** One policy, in each direction that it has. */
    record PolicyCounts(List<DirectionCounts> directions, Missing missing) {}

    /**
     * A direction of a policy.
     *
     * @param total through all edits of the policy
     * @param since when the first node began to count the rules as they are now; absent while none does
     * @param rules every rule as it is now, by its index
     */
    record DirectionCounts(
            String direction, PolicyTotal total, @Nullable Instant since, List<RuleCount> rules) {
        static DirectionCounts of(PolicyHits hits) {
            return new DirectionCounts(
                    hits.direction().label(),
                    PolicyTotal.of(hits.policy(), hits.direction(), hits.tally()),
                    hits.since(),
                    hits.rules());
        }
    }

    /**
     * A namespace.
     *
     * @param pairs with an end in the namespace, the busiest first
     * @param morePairs that the limit left out
     * @param notTold what no pair contains, over the whole cluster
     */
    record NamespaceCounts(
            List<NamespaceTotal> directions,
            List<PairTotal> pairs,
            int morePairs,
            List<Remainder> notTold,
            Missing missing) {}

    /** Who opened connections to whom, as the policies of one end judged: the destination's for ingress, the source's for egress. */
    record PairTotal(
            PairEnd source,
            PairEnd destination,
            String direction,
            long allowed,
            long denied,
            long wouldDeny,
            @Nullable Instant lastAllowed,
            @Nullable Instant lastDenied,
            @Nullable Instant lastWouldDeny,
            Instant since) {
        static PairTotal of(PairVerdicts pair) {
            return new PairTotal(
                    pair.source(),
                    pair.destination(),
                    pair.direction().label(),
                    pair.tally().allowed(),
                    pair.tally().denied(),
                    pair.tally().wouldDeny(),
                    pair.tally().lastAllowed(),
                    pair.tally().lastDenied(),
                    pair.tally().lastWouldDeny(),
                    pair.since());
        }
    }

    /**
     * What no pair contains.
     *
     * @param verdict {@code allowed}, {@code denied} or {@code would_deny}
     * @param other of pairs beyond the number that a node tells apart
     * @param retired of pairs that are no longer, or were not yet, told apart
     * @param unknown the kernel could not say between whom, or has not yet
     */
    record Remainder(String direction, String verdict, long other, long retired, long unknown) {
        static Remainder of(PairRemainder rest) {
            return new Remainder(
                    rest.direction().label(), rest.verdict().label(), rest.other(), rest.retired(), rest.unknown());
        }
    }

    @GetMapping("/api/v1/counts")
    @Operation(summary = "Connections allowed and packets denied, by namespace and by policy")
    ClusterVerdicts cluster() {
        List<PolicyTotal> policies = counts.policies().entrySet().stream()
                .flatMap(policy -> policy.getValue().entrySet().stream()
                        .map(direction -> PolicyTotal.of(policy.getKey(), direction.getKey(), direction.getValue())))
                .toList();
        return new ClusterVerdicts(
                counts.verdicts().stream().map(NamespaceTotal::of).toList(), policies, counts.missing());
    }

    @GetMapping("/api/v1/namespaces/{namespace}/networkpolicies/{name}/counts")
    @Operation(summary = "What the policy and each of its rules admitted, and what was denied at the pods it isolates")
    PolicyCounts policy(@PathVariable String namespace, @PathVariable String name) {
        NetworkPolicy policy = cluster.current().policy(new PolicyRef(namespace, name));
        if (policy == null) {
            throw ProblemException.notFound("There is no NetworkPolicy " + namespace + "/" + name + ".");
        }
        return new PolicyCounts(
                counts.hits(policy, cluster.current().mode(policy)).stream()
                        .map(DirectionCounts::of)
                        .toList(),
                counts.missing());
    }

    @GetMapping("/api/v1/namespaces/{namespace}/counts")
    @Operation(summary = "Connections allowed and packets denied at the namespace's pods, and between which workloads")
    NamespaceCounts namespace(@PathVariable String namespace, @RequestParam(defaultValue = "" + PAIRS) int limit) {
        if (cluster.current().namespace(namespace) == null) {
            throw ProblemException.notFound("There is no namespace " + namespace + ".");
        }
        List<PairVerdicts> pairs = counts.pairs(namespace);
        int page = Limits.page(limit);
        int shown = page == 0 ? pairs.size() : Math.min(page, pairs.size());
        return new NamespaceCounts(
                counts.verdicts().stream()
                        .filter(verdicts -> verdicts.namespace().equals(namespace))
                        .map(NamespaceTotal::of)
                        .toList(),
                pairs.stream().limit(shown).map(PairTotal::of).toList(),
                pairs.size() - shown,
                counts.remainders().stream().map(Remainder::of).toList(),
                counts.missing());
    }
}
