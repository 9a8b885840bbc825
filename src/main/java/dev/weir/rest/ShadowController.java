package dev.weir.rest;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyRef;
import dev.weir.counts.Missing;
import dev.weir.counts.PairVerdicts;
import dev.weir.counts.ShadowReport;
import dev.weir.nodes.NodeCounts.PairEnd;
import dev.weir.visible.VisibleCounts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What enforcing a policy that is in shadow would break. */
@RestController
@Tag(name = "NetworkPolicies")
final class ShadowController {
    private final ClusterView cluster;
    private final VisibleCounts counts;

    ShadowController(ClusterView cluster, VisibleCounts counts) {
        this.cluster = cluster;
        this.counts = counts;
    }

    /**
     * A policy's mode.
     *
     * @param inShadow whether it is judged and not enforced; without it the rest speaks of the past
     * @param wouldDeny connections that passed and that it, alone or with others in shadow, would have had denied
     * @param since when the first node had the policy as it is now; absent while none has
     * @param pairs between whom since then, the most connections first
     * @param together policies in shadow that select some of the same pods: they are judged as one
     * @param missing what the counts do not contain
     */
    record Shadow(
            boolean inShadow,
            long wouldDeny,
            @Nullable Instant lastWouldDeny,
            @Nullable Instant since,
            List<Broken> pairs,
            List<String> together,
            Missing missing) {}

    /** Connections between two workloads that would be denied by the policies of one end. */
    record Broken(
            PairEnd source,
            PairEnd destination,
            String direction,
            long wouldDeny,
            @Nullable Instant last) {
        static Broken of(PairVerdicts pair) {
            return new Broken(
                    pair.source(),
                    pair.destination(),
                    pair.direction().label(),
                    pair.tally().wouldDeny(),
                    pair.tally().lastWouldDeny());
        }
    }

    @GetMapping("/api/v1/namespaces/{namespace}/networkpolicies/{name}/shadow")
    @Operation(summary = "What enforcing the policy would break, when it is in shadow")
    Shadow shadow(@PathVariable String namespace, @PathVariable String name) {
        ClusterSnapshot snapshot = cluster.current();
        NetworkPolicy policy = snapshot.policy(new PolicyRef(namespace, name));
        if (policy == null) {
            throw ProblemException.notFound("There is no NetworkPolicy " + namespace + "/" + name + ".");
        }
        ShadowReport report =
                ShadowReport.of(policy, snapshot, counts.hits(policy, PolicyMode.SHADOW), counts.pairs(namespace));
        return new Shadow(
                snapshot.isInShadow(policy),
                report.connections(),
                report.last(),
                report.since(),
                report.pairs().stream().map(Broken::of).toList(),
                report.together().stream().map(PolicyRef::name).toList(),
                counts.missing());
    }
}
