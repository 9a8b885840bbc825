package dev.weir.rest;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.policy.MatchedPods;
import dev.weir.rest.PodList.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whom a policy means now. */
@RestController
@Tag(name = "NetworkPolicies")
final class PolicyPodsController {
    private static final String ISOLATED = "isolated";
    private static final String PEERS = "peers";

    private final ClusterView cluster;

    PolicyPodsController(ClusterView cluster) {
        this.cluster = cluster;
    }

    @GetMapping("/api/v1/namespaces/{namespace}/networkpolicies/{name}/pods")
    @Operation(
            summary = "The pods that the policy selects, or those that a rule of it admits as peers",
            description =
                    "As they are now, and of peers those in namespaces that the caller may read. A rule without peers"
                            + " admits whoever comes, which is no list of pods: it is answered with 400.")
    PodList pods(
            @PathVariable String namespace,
            @PathVariable String name,
            @RequestParam(defaultValue = ISOLATED)
                    @Parameter(
                            schema =
                                    @Schema(
                                            allowableValues = {ISOLATED, PEERS},
                                            defaultValue = ISOLATED))
                    String as,
            @RequestParam(defaultValue = "")
                    @Parameter(
                            description = "With as=peers: a rule such as ingress/0, or a peer of it",
                            example = RulePath.EXAMPLE)
                    String rule,
            @RequestParam(defaultValue = "0") int limit,
            @RequestParam(name = "continue", defaultValue = "") String continueToken) {
        ClusterSnapshot snapshot = cluster.current();
        NetworkPolicy policy = ThereIs.policy(snapshot, namespace, name);
        return PodList.of(
                chosen(as, rule, policy, snapshot),
                new Paging(limit, continueToken, Objects.hash(namespace, name, as, rule)));
    }

    private static Collection<Pod> chosen(String as, String rule, NetworkPolicy policy, ClusterSnapshot snapshot) {
        return switch (as) {
            case ISOLATED -> MatchedPods.selectedBy(policy, snapshot);
            case PEERS -> MatchedPods.ofAny(peers(policy, rule), policy.ref().namespace(), snapshot);
            default -> throw ProblemException.badParameter("as", "is " + ISOLATED + " or " + PEERS + ".");
        };
    }

    private static List<Peer> peers(NetworkPolicy policy, String rule) {
        List<Peer> peers = RulePath.parse(rule).peers(policy);
        if (peers.isEmpty()) {
            throw ProblemException.badParameter(
                    "rule",
                    rule + " names no peers: it admits whoever comes, pods and addresses outside the cluster alike.");
        }
        return peers;
    }
}
