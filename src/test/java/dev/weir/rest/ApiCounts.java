package dev.weir.rest;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.nodes.CountedVerdict;
import dev.weir.nodes.NodeCounts;
import dev.weir.nodes.NodeCounts.NamespaceCount;
import dev.weir.nodes.NodeCounts.PairCount;
import dev.weir.nodes.NodeCounts.PairEnd;
import dev.weir.nodes.NodeCounts.PairRest;
import dev.weir.nodes.NodeCounts.PolicyCount;
import dev.weir.nodes.NodeCounts.RuleCount;
import dev.weir.nodes.NodeCounts.Series;
import dev.weir.nodes.NodeCounts.Tally;
import dev.weir.policy.RulesContent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the node of {@link ApiTestServer} counted: the policy cart has two rules, of which the second never matched. */
final class ApiCounts {
    static final Instant SINCE = Instant.parse("2026-03-01T09:00:00Z");
    static final List<Rule> RULES = List.of(from("web"), from("batch"));

    private ApiCounts() {}

    private static Rule from(String app) {
        return new Rule(List.of(new Peer.PodPeer(new LabelSelector(Map.of("app", app), List.of()))), List.of());
    }

    static NodeCounts counts() {
        PolicyRef cart = new PolicyRef("shop", "cart");
        NetworkPolicy policy = new NetworkPolicy(
                cart, Map.of(), new LabelSelector(Map.of(), List.of()), Set.of(Direction.INGRESS), RULES, List.of());
        long halfHour = Instant.now().getEpochSecond() / 1800;
        return new NodeCounts(
                true,
                SINCE,
                List.of(new PolicyCount(
                        cart,
                        Direction.INGRESS,
                        new Tally(12, 4, SINCE, SINCE),
                        RulesContent.fingerprint(policy, PolicyMode.ENFORCED, Direction.INGRESS),
                        SINCE,
                        List.of(new RuleCount(0, 12, 12, SINCE)))),
                List.of(new NamespaceCount(
                        "shop",
                        Direction.INGRESS,
                        new Tally(12, 4, null, null),
                        new Series(halfHour, List.of(4L)),
                        Series.EMPTY)),
                List.of(pair("batch", new Tally(0, 4, null, SINCE)), pair("web", new Tally(10, 0, SINCE, null))),
                List.of(new PairRest(Direction.INGRESS, CountedVerdict.ALLOWED, 1, 1, 0)),
                0,
                0,
                0,
                0);
    }

    private static PairCount pair(String source, Tally tally) {
        return new PairCount(
                new PairEnd("shop", "Deployment", source),
                new PairEnd("shop", "StatefulSet", "redis-cart"),
                Direction.INGRESS,
                tally,
                SINCE);
    }
}
