package dev.weir.counts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.nodes.CountedVerdict;
import dev.weir.nodes.FakeNodeRegistry;
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
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What several nodes counted, as one. */
class ClusterCountsTests {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant MORNING = NOON.minusSeconds(3 * 3600);
    private static final Rule ANYBODY_HERE =
            new Rule(List.of(new Peer.PodPeer(new LabelSelector(Map.of(), List.of()))), List.of());
    private static final Rule ANYBODY = new Rule(List.of(), List.of());
    private static final PairEnd WEB = new PairEnd("shop", "Deployment", "web");
    private static final PairEnd CART = new PairEnd("shop", "Deployment", "cart");

    private final FakeNodeRegistry nodes = new FakeNodeRegistry();
    private final ClusterCounts counts = new ClusterCounts(nodes, Clock.fixed(NOON, ZoneOffset.UTC));

    @Test
    void countsOfSeveralNodesAreAddedUp() {
        NetworkPolicy policy = policy(ANYBODY_HERE);
        nodes.report("node-1", policies(count(policy, tally(3, 1), new RuleCount(0, 3, 1, MORNING))), NOON);
        nodes.report("node-2", policies(count(policy, tally(4, 0), new RuleCount(0, 4, 4, NOON))), NOON);

        assertThat(counts.hits(policy, PolicyMode.ENFORCED)).singleElement().satisfies(hits -> {
            assertThat(hits.tally().allowed()).isEqualTo(7);
            assertThat(hits.tally().denied()).isEqualTo(1);
            assertThat(hits.rules()).containsExactly(new RuleCount(0, 7, 5, NOON));
            assertThat(hits.since()).isEqualTo(MORNING);
        });
    }

    @Test
    void aRuleThatWasEditedBeginsAtZeroAndThePolicyGoesOn() {
        NetworkPolicy before = policy(ANYBODY_HERE);
        NetworkPolicy after = policy(ANYBODY);
        nodes.report("node-1", policies(count(before, tally(3, 0), new RuleCount(0, 3, 3, MORNING))), NOON);

        assertThat(counts.hits(after, PolicyMode.ENFORCED)).singleElement().satisfies(hits -> {
            assertThat(hits.tally().allowed()).isEqualTo(3);
            assertThat(hits.rules()).containsExactly(new RuleCount(0, 0, 0, null));
            assertThat(hits.since()).isNull();
        });
    }

    @Test
    void aRuleThatNeverAdmittedAnythingIsThere() {
        NetworkPolicy policy = policy(ANYBODY_HERE, ANYBODY);
        nodes.report("node-1", policies(count(policy, tally(3, 0), new RuleCount(1, 3, 3, NOON))), NOON);

        assertThat(counts.hits(policy, PolicyMode.ENFORCED).getFirst().rules())
                .containsExactly(new RuleCount(0, 0, 0, null), new RuleCount(1, 3, 3, NOON));
    }

    @Test
    void whatChangedSinceTheLastReportIsPutBesideTheRest() {
        NodeCounts all = pairs(pair(WEB, CART, 3), pair(CART, WEB, 1));
        NodeCounts changed = new NodeCounts(
                false, MORNING, List.of(), List.of(), List.of(pair(WEB, CART, 5)), List.of(), 0, 0, 0, 0);
        nodes.report("node-1", all, NOON);
        nodes.report("node-1", changed, NOON);

        assertThat(counts.pairs())
                .extracting(PairVerdicts::source, PairVerdicts::total)
                .containsExactly(tuple(WEB, 5L), tuple(CART, 1L));
    }

    @Test
    void theLastDayEndsNowOnEveryNodeHoweverOldItsReport() {
        long now = NOON.getEpochSecond() / 1800;
        nodes.report("node-1", denials(new Series(now, List.of(1L, 2L, 3L))), NOON);
        nodes.report("node-2", denials(new Series(now - 2, List.of(10L, 20L))), NOON);
        nodes.report("node-3", denials(new Series(now - 48, List.of(500L))), NOON);

        NamespaceDenials denied = counts.deniedLastDay().getFirst();

        assertThat(denied.series()).hasSize(48).endsWith(10L, 21L, 2L, 3L);
        assertThat(denied.ingress()).isEqualTo(36);
        assertThat(denied.egress()).isZero();
    }

    @Test
    void nodesThatHaveNotReportedAndNodesThatAreAwayAreNamed() {
        nodes.report("node-1", NodeCounts.NONE, NOON);
        nodes.report("node-2", pairs(pair(WEB, CART, 3)), NOON);
        nodes.gone("node-2", NOON);

        assertThat(counts.missing().neverReported()).containsExactly("node-1");
        assertThat(counts.missing().away()).containsExactly(new Missing.Away("node-2", NOON));
        assertThat(counts.pairs()).hasSize(1);
    }

    private static NetworkPolicy policy(Rule... rules) {
        return new NetworkPolicy(
                new PolicyRef("shop", "web-in"),
                Map.of(),
                new LabelSelector(Map.of(), List.of()),
                Set.of(Direction.INGRESS),
                List.of(rules),
                List.of());
    }

    private static Tally tally(long allowed, long denied) {
        return new Tally(allowed, denied, null, null);
    }

    private static PolicyCount count(NetworkPolicy policy, Tally tally, RuleCount... rules) {
        return new PolicyCount(
                policy.ref(),
                Direction.INGRESS,
                tally,
                RulesContent.fingerprint(policy, PolicyMode.ENFORCED, Direction.INGRESS),
                MORNING,
                List.of(rules));
    }

    private static PairCount pair(PairEnd source, PairEnd destination, long allowed) {
        return new PairCount(source, destination, Direction.INGRESS, tally(allowed, 0), MORNING);
    }

    private static NodeCounts policies(PolicyCount... policies) {
        return counts(List.of(policies), List.of(), List.of());
    }

    private static NodeCounts pairs(PairCount... pairs) {
        return counts(List.of(), List.of(), List.of(pairs));
    }

    private static NodeCounts denials(Series halfHours) {
        return counts(
                List.of(),
                List.of(new NamespaceCount("shop", Direction.INGRESS, Tally.ZERO, halfHours, Series.EMPTY)),
                List.of());
    }

    private static NodeCounts counts(
            List<PolicyCount> policies, List<NamespaceCount> namespaces, List<PairCount> pairs) {
        return new NodeCounts(
                true,
                MORNING,
                policies,
                namespaces,
                pairs,
                List.of(new PairRest(Direction.INGRESS, CountedVerdict.ALLOWED, 0, 0, 0)),
                0,
                0,
                0,
                0);
    }
}
