package dev.weir.counts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Peer;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.nodes.Enforcement;
import dev.weir.nodes.NodeCounts;
import dev.weir.nodes.NodeCounts.NamespaceCount;
import dev.weir.nodes.NodeCounts.PairCount;
import dev.weir.nodes.NodeCounts.PairEnd;
import dev.weir.nodes.NodeCounts.PairRest;
import dev.weir.nodes.NodeCounts.PolicyCount;
import dev.weir.nodes.NodeCounts.RuleCount;
import dev.weir.nodes.NodeCounts.Series;
import dev.weir.nodes.NodeCounts.Tally;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.NodeReport;
import dev.weir.nodes.NodeReport.RecordAccounting;
import dev.weir.nodes.NodeStatus;
import dev.weir.policy.RulesContent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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

    private final Nodes nodes = new Nodes();
    private final ClusterCounts counts = new ClusterCounts(nodes, Clock.fixed(NOON, ZoneOffset.UTC));

    @Test
    void countsOfSeveralNodesAreAddedUp() {
        NetworkPolicy policy = policy(ANYBODY_HERE);
        nodes.report("node-1", policies(count(policy, tally(3, 1), new RuleCount(0, 3, 1, MORNING))));
        nodes.report("node-2", policies(count(policy, tally(4, 0), new RuleCount(0, 4, 4, NOON))));

        assertThat(counts.hits(policy)).singleElement().satisfies(hits -> {
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
        nodes.report("node-1", policies(count(before, tally(3, 0), new RuleCount(0, 3, 3, MORNING))));

        assertThat(counts.hits(after)).singleElement().satisfies(hits -> {
            assertThat(hits.tally().allowed()).isEqualTo(3);
            assertThat(hits.rules()).containsExactly(new RuleCount(0, 0, 0, null));
            assertThat(hits.since()).isNull();
        });
    }

    @Test
    void aRuleThatNeverAdmittedAnythingIsThere() {
        NetworkPolicy policy = policy(ANYBODY_HERE, ANYBODY);
        nodes.report("node-1", policies(count(policy, tally(3, 0), new RuleCount(1, 3, 3, NOON))));

        assertThat(counts.hits(policy).getFirst().rules())
                .containsExactly(new RuleCount(0, 0, 0, null), new RuleCount(1, 3, 3, NOON));
    }

    @Test
    void whatChangedSinceTheLastReportIsPutBesideTheRest() {
        NodeCounts all = pairs(pair(WEB, CART, 3), pair(CART, WEB, 1));
        NodeCounts changed = new NodeCounts(
                false, MORNING, List.of(), List.of(), List.of(pair(WEB, CART, 5)), List.of(), 0, 0, 0, 0);
        nodes.report("node-1", all);
        nodes.report("node-1", changed);

        assertThat(counts.pairs())
                .extracting(PairVerdicts::source, PairVerdicts::total)
                .containsExactly(tuple(WEB, 5L), tuple(CART, 1L));
    }

    @Test
    void theLastDayEndsNowOnEveryNodeHoweverOldItsReport() {
        long now = NOON.getEpochSecond() / 1800;
        nodes.report("node-1", denials(new Series(now, List.of(1L, 2L, 3L))));
        nodes.report("node-2", denials(new Series(now - 2, List.of(10L, 20L))));
        nodes.report("node-3", denials(new Series(now - 48, List.of(500L))));

        NamespaceDenials denied = counts.deniedLastDay().getFirst();

        assertThat(denied.series()).hasSize(48).endsWith(10L, 21L, 2L, 3L);
        assertThat(denied.ingress()).isEqualTo(36);
        assertThat(denied.egress()).isZero();
    }

    @Test
    void nodesThatHaveNotReportedAndNodesThatAreAwayAreNamed() {
        nodes.report("node-1", NodeCounts.NONE);
        nodes.report("node-2", pairs(pair(WEB, CART, 3)));
        nodes.gone("node-2");

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
                RulesContent.fingerprint(policy, Direction.INGRESS),
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
                List.of(new PairRest(Direction.INGRESS, true, 0, 0, 0)),
                0,
                0,
                0,
                0);
    }

    /** As a server would know them, of which only the reports matter here. */
    private static final class Nodes implements NodeRegistry {
        private final List<NodeProgress> nodes = new ArrayList<>();

        void report(String name, NodeCounts update) {
            NodeProgress before = node(new NodeName(name));
            NodeCounts known = before == null || before.report() == null
                    ? NodeCounts.NONE
                    : before.report().counts();
            set(name, new NodeStatus.UpToDate(1, MORNING), known.with(update));
        }

        void gone(String name) {
            NodeProgress before = node(new NodeName(name));
            if (before == null || before.report() == null) {
                throw new IllegalStateException("no report of " + name);
            }
            set(name, new NodeStatus.Gone(NOON), before.report().counts());
        }

        private void set(String name, NodeStatus status, NodeCounts counts) {
            nodes.removeIf(node -> node.name().value().equals(name));
            NodeReport report = new NodeReport(1, List.of(), List.of(), RecordAccounting.NONE, Map.of(), counts, 0);
            nodes.add(new NodeProgress(new NodeName(name), status, 1, 1, null, report, NOON));
        }

        @Override
        public List<NodeProgress> nodes() {
            return Collections.unmodifiableList(nodes);
        }

        @Override
        public @Nullable NodeProgress node(NodeName name) {
            return nodes.stream()
                    .filter(node -> node.name().equals(name))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public Enforcement enforcement(PolicyRef policy) {
            throw new UnsupportedOperationException("not asked for");
        }
    }
}
