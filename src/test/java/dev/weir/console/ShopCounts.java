package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyRef;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What each node of the {@link ShopCluster} counted in the three hours since it began. */
final class ShopCounts {
    static final PolicyRef WEB_IN = new PolicyRef("shop", "web-in");

    private ShopCounts() {}

    static NodeCounts at(Instant now) {
        Instant since = now.minus(Duration.ofHours(3));
        return new NodeCounts(
                true,
                since,
                List.of(
                        webIn(
                                Direction.INGRESS,
                                new Tally(600, 0, now.minusSeconds(4), null),
                                since,
                                List.of(new RuleCount(0, 600, 600, now.minusSeconds(4)))),
                        webIn(
                                Direction.EGRESS,
                                new Tally(50, 7, now.minusSeconds(90), now.minusSeconds(120)),
                                since,
                                List.of(new RuleCount(0, 50, 40, now.minusSeconds(90))))),
                List.of(new NamespaceCount(
                        "shop",
                        Direction.EGRESS,
                        new Tally(50, 7, null, null),
                        new Series(now.getEpochSecond() / 1800, List.of(2L, 5L)),
                        new Series(now.getEpochSecond() / 60, List.of(1L)))),
                List.of(
                        new PairCount(
                                new PairEnd("shop", "Deployment", "web"),
                                new PairEnd("shop", "Deployment", "cart"),
                                Direction.EGRESS,
                                new Tally(45, 0, now.minusSeconds(90), null),
                                since),
                        new PairCount(
                                new PairEnd("shop", "Deployment", "web"),
                                PairEnd.OUTSIDE,
                                Direction.EGRESS,
                                new Tally(5, 7, now, now),
                                since)),
                List.of(new PairRest(Direction.EGRESS, CountedVerdict.ALLOWED, 0, 0, 0)),
                0,
                0,
                0,
                0);
    }

    private static PolicyCount webIn(Direction direction, Tally tally, Instant since, List<RuleCount> rules) {
        var policy = Objects.requireNonNull(
                ClusterSnapshot.of(1, ShopCluster.contents()).policy(WEB_IN));
        return new PolicyCount(
                WEB_IN,
                direction,
                tally,
                RulesContent.fingerprint(policy, PolicyMode.ENFORCED, direction),
                since,
                rules);
    }
}
