package dev.weir.counts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Workload;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.nodes.FakeNodeRegistry;
import dev.weir.nodes.NodeCounts;
import dev.weir.nodes.NodeCounts.PairCount;
import dev.weir.nodes.NodeCounts.PairEnd;
import dev.weir.nodes.NodeCounts.PolicyCount;
import dev.weir.nodes.NodeCounts.Tally;
import dev.weir.policy.RulesContent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What enforcing a policy in shadow would break, from what nodes counted. */
class ShadowReportTests {
    private static final Instant MORNING = Instant.parse("2026-03-01T09:00:00Z");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final NetworkPolicy LOCK = shadow("lock", "db");
    private static final NetworkPolicy OTHER = shadow("other", "db");
    private static final NetworkPolicy ELSEWHERE = shadow("elsewhere", "web");

    private final FakeNodeRegistry nodes = new FakeNodeRegistry();
    private final ClusterCounts counts = new ClusterCounts(nodes, Clock.fixed(NOON, ZoneOffset.UTC));

    private static NetworkPolicy shadow(String name, String app) {
        return new NetworkPolicy(
                new PolicyRef("shop", name),
                Map.of(PolicyMode.ANNOTATION, PolicyMode.SHADOW_VALUE),
                new LabelSelector(Map.of("app", app), List.of()),
                Set.of(Direction.INGRESS),
                List.of(),
                List.of());
    }

    private static Pod pod(String app, String address) {
        return new Pod(
                new PodRef("shop", app + "-1"),
                "uid-" + app,
                Map.of("app", app),
                new NodeName("node-1"),
                List.of(IpAddress.parse(address)),
                false,
                PodPhase.RUNNING,
                true,
                new Workload("Deployment", app),
                List.of());
    }

    private static ClusterSnapshot shop(NetworkPolicy... policies) {
        return ClusterSnapshot.of(
                1,
                new ClusterContents(
                        List.of(),
                        List.of(),
                        List.of(pod("db", "10.244.1.2"), pod("web", "10.244.1.3")),
                        List.of(policies),
                        LoggingConfig.ABSENT,
                        LoggingConfig.ABSENT));
    }

    private static Tally wouldDeny(long connections, @Nullable Instant last) {
        return new Tally(0, 0, connections, null, null, last);
    }

    private static PairCount pair(String from, String to, Tally tally) {
        return new PairCount(
                new PairEnd("shop", "Deployment", from),
                new PairEnd("shop", "Deployment", to),
                Direction.INGRESS,
                tally,
                MORNING.minusSeconds(60));
    }

    private void reported(PairCount... pairs) {
        PolicyCount policy = new PolicyCount(
                LOCK.ref(),
                Direction.INGRESS,
                wouldDeny(12, NOON),
                RulesContent.fingerprint(LOCK, PolicyMode.SHADOW, Direction.INGRESS),
                MORNING,
                List.of());
        nodes.report(
                "node-1",
                new NodeCounts(true, MORNING, List.of(policy), List.of(), List.of(pairs), List.of(), 0, 0, 0, 0),
                NOON);
    }

    private ShadowReport report(ClusterSnapshot snapshot) {
        return ShadowReport.of(LOCK, snapshot, counts.hits(LOCK, PolicyMode.SHADOW), counts.pairs("shop"));
    }

    @Test
    void thePairsAreThoseAtPodsOfThePolicySinceItIsInShadowAsItIs() {
        reported(
                pair("web", "db", wouldDeny(5, NOON)),
                pair("batch", "db", wouldDeny(7, NOON)),
                pair("old", "db", wouldDeny(9, MORNING.minusSeconds(1))),
                pair("db", "web", wouldDeny(3, NOON)),
                pair("cart", "db", new Tally(4, 0, NOON, null)));

        ShadowReport report = report(shop(LOCK));

        assertThat(report.connections()).isEqualTo(12);
        assertThat(report.since()).isEqualTo(MORNING);
        assertThat(report.pairs()).extracting(pair -> pair.source().name()).containsExactly("batch", "web");
    }

    @Test
    void policiesInShadowThatSelectTheSamePodsAreNamed() {
        reported();

        assertThat(report(shop(LOCK, OTHER, ELSEWHERE)).together()).containsExactly(OTHER.ref());
    }

    @Test
    void aPolicyThatNoNodeHasYetSaysNothing() {
        ShadowReport report = report(shop(LOCK));

        assertThat(report.since()).isNull();
        assertThat(report.pairs()).isEmpty();
        assertThat(report.connections()).isZero();
    }
}
