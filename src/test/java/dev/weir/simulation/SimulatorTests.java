package dev.weir.simulation;

import static dev.weir.cluster.testing.Clusters.allowIngress;
import static dev.weir.cluster.testing.Clusters.denyAll;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Workload;
import dev.weir.cluster.testing.Clusters;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.Withheld;
import dev.weir.flow.store.MemoryRecordStore;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.store.TimeRange;
import dev.weir.history.ClusterHistory;
import dev.weir.history.HistorySettings;
import dev.weir.history.PastClusters;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.nodes.NodeStatus;
import dev.weir.nodes.SettableClock;
import dev.weir.simulation.Simulation.BlindSpot;
import dev.weir.simulation.Simulation.BlindSpot.Kind;
import dev.weir.simulation.Simulation.Impact;
import dev.weir.simulation.Simulation.PolicyChange.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatorTests {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final TimeRange DAY = new TimeRange(NOON.minus(Duration.ofDays(1)), NOON);
    private static final LoggingConfig ALL_RECORDED =
            new LoggingConfig(new LoggingConfig.Switch(true, false), new LoggingConfig.Switch(true, false), 1, "1");

    private final SettableClock clock = new SettableClock();
    private final ClusterState cluster = new ClusterState();
    private final RecordStore store = new MemoryRecordStore();
    private final FakeNodes nodes = new FakeNodes();
    private final List<Pod> pods = new ArrayList<>();
    private ClusterHistory history = new ClusterHistory(new HistorySettings("", Duration.ofDays(7), 100_000), clock);
    private long sequence;

    /** web, cart and a rogue pod; cart is isolated and admits web. */
    @BeforeEach
    void shop() {
        clock.pass(Duration.ofHours(12));
        pods.add(pod("web-1", "web", new Workload("Deployment", "web"), "10.244.1.1"));
        pods.add(pod("cart-1", "cart", new Workload("Deployment", "cart"), "10.244.2.1"));
        pods.add(pod("rogue", "rogue", null, "10.244.1.9"));
        become(allowIngress("shop", "cart-in", "web", "cart"));
    }

    @AfterEach
    void close() {
        history.close();
        store.close();
    }

    private void become(NetworkPolicy... policies) {
        Clusters shape =
                Clusters.aCluster().withNamespace("shop", Map.of(), Map.of()).withLogging(ALL_RECORDED);
        List.of(policies).forEach(shape::withPolicy);
        ClusterContents bare = shape.contents();
        cluster.replace(new ClusterContents(
                bare.namespaces(), bare.nodes(), pods, bare.policies(), bare.declaredLogging(), bare.logging()));
    }

    private static Pod pod(String name, String app, @Nullable Workload workload, String address) {
        return new Pod(
                new PodRef("shop", name),
                name,
                Map.of("app", app),
                new NodeName("node-1"),
                List.of(IpAddress.parse(address)),
                false,
                PodPhase.RUNNING,
                true,
                workload,
                List.of());
    }

    private Simulation simulate(PolicyEdits edits) {
        return new Simulator(cluster, history, store, nodes, clock).simulate(edits, DAY);
    }

    private static FlowPeer peer(Pod pod) {
        return new FlowPeer.PodEnd(pod.ref(), pod.workload(), "node-1");
    }

    private FlowRecord record(Direction direction, Pod from, Pod to, Verdict verdict, int sourcePort) {
        FlowRecord.Connection connection = new FlowRecord.Connection(
                Protocol.TCP,
                from.declaredAddresses().getFirst(),
                sourcePort,
                to.declaredAddresses().getFirst(),
                6379);
        Instant time = NOON.minusSeconds(3600 - sequence);
        return new FlowRecord(
                ++sequence, time, time, verdict, direction, connection, peer(from), peer(to), List.of(), 1, 1);
    }

    private void recorded(FlowRecord... records) {
        store.append("node-1", 1, List.of(records));
    }

    private void recordedAtCart(Pod from, Verdict verdict) {
        recorded(record(Direction.INGRESS, from, pods.get(1), verdict, 40_000 + (int) sequence));
    }

    @Test
    void whatWasAllowedAndWouldNotBeIsNamedWithItsRecordsAndTheReason() {
        recordedAtCart(pods.get(0), Verdict.ALLOWED);
        recordedAtCart(pods.get(0), Verdict.ALLOWED);
        recordedAtCart(pods.get(2), Verdict.DENIED);
        Simulation simulation = simulate(new PolicyEdits().apply(allowIngress("shop", "cart-in", "rogue", "cart")));
        assertThat(simulation.policies())
                .singleElement()
                .satisfies(change -> assertThat(change.status()).isEqualTo(Status.MODIFIED));
        Impact impact = simulation.impact();
        assertThat(impact.replayed()).isEqualTo(3);
        assertThat(impact.newlyDenied().rows()).singleElement().satisfies(row -> {
            assertThat(row.from()).hasToString("shop/web");
            assertThat(row.to()).hasToString("shop/cart");
            assertThat(row.port()).isEqualTo(6379);
            assertThat(row.records()).isEqualTo(2);
            assertThat(row.samples()).hasSize(2);
            assertThat(row.reason()).isEqualTo("entering shop/cart-1: isolated by cart-in; none admits");
        });
        assertThat(impact.newlyAllowed().rows())
                .singleElement()
                .satisfies(row -> assertThat(row.from()).hasToString("shop/rogue"));
        assertThat(simulation.connectivityDiff().removed().toString())
                .contains("from=shop/web")
                .doesNotContain("rogue");
        assertThat(simulation.connectivityDiff().added().toString()).contains("from=shop/rogue");
    }

    @Test
    void severalPoliciesCountTogetherAndNotEachAlone() {
        become();
        recordedAtCart(pods.get(0), Verdict.ALLOWED);
        Simulation alone = simulate(new PolicyEdits().apply(denyAll("shop", "default-deny")));
        assertThat(alone.impact().newlyDenied().records()).isEqualTo(1);
        Simulation together = simulate(new PolicyEdits()
                .apply(ingressOnly("default-deny"))
                .apply(allowIngress("shop", "cart-in", "web", "cart")));
        assertThat(together.impact().newlyDenied().records()).isZero();
        assertThat(together.impact().stillAllowed()).isEqualTo(1);
        assertThat(together.coverageDiff()).singleElement().satisfies(change -> {
            assertThat(change.before().inbound()).isZero();
            assertThat(change.after().inbound()).isEqualTo(3);
            assertThat(change.pods()).hasSize(3);
        });
    }

    private static NetworkPolicy ingressOnly(String name) {
        NetworkPolicy both = denyAll("shop", name);
        return new NetworkPolicy(
                both.ref(), both.annotations(), both.podSelector(), Set.of(Direction.INGRESS), List.of(), List.of());
    }

    @Test
    void deletingAPolicyOpensItsPodsAgain() {
        recordedAtCart(pods.get(2), Verdict.DENIED);
        Simulation simulation = simulate(new PolicyEdits().delete(new PolicyRef("shop", "cart-in")));
        assertThat(simulation.policies())
                .singleElement()
                .satisfies(change -> assertThat(change.status()).isEqualTo(Status.DELETED));
        assertThat(simulation.impact().newlyAllowed().rows())
                .singleElement()
                .satisfies(row -> assertThat(row.reason()).isEqualTo("no policy isolates either end"));
    }

    @Test
    void whatIsWrittenAsItIsChangesNothing() {
        recordedAtCart(pods.get(0), Verdict.ALLOWED);
        Simulation simulation = simulate(new PolicyEdits().apply(allowIngress("shop", "cart-in", "web", "cart")));
        assertThat(simulation.policies())
                .singleElement()
                .satisfies(change -> assertThat(change.status()).isEqualTo(Status.UNCHANGED));
        assertThat(simulation.connectivityDiff().added()).isEmpty();
        assertThat(simulation.connectivityDiff().removed()).isEmpty();
        assertThat(simulation.impact().replayed()).isZero();
    }

    @Test
    void aConnectionThatBothEndsRecordedCountsOnce() {
        recorded(
                record(Direction.EGRESS, pods.get(0), pods.get(1), Verdict.ALLOWED, 40_000),
                record(Direction.INGRESS, pods.get(0), pods.get(1), Verdict.ALLOWED, 40_000));
        Simulation simulation = simulate(new PolicyEdits().delete(new PolicyRef("shop", "cart-in")));
        assertThat(simulation.impact().replayed()).isEqualTo(1);
    }

    @Test
    void aReplicaThatIsGoneIsJudgedAsOneThatRuns() {
        recordedAtCart(pod("web-0", "web", new Workload("Deployment", "web"), "10.244.1.200"), Verdict.ALLOWED);
        Simulation simulation = simulate(new PolicyEdits().apply(denyAll("shop", "cart-in")));
        assertThat(simulation.impact().newlyDenied().records()).isEqualTo(1);
    }

    @Test
    void aPodThatIsGoneIsJudgedByItsLabelsOfThenOrNotAtAll() {
        Pod known = pod("web-0", "web", null, "10.244.1.200");
        pods.add(known);
        become(allowIngress("shop", "cart-in", "web", "cart"));
        PastClusters.record(history, cluster.current(), DAY.from());
        pods.remove(known);
        become(allowIngress("shop", "cart-in", "web", "cart"));
        recordedAtCart(known, Verdict.ALLOWED);
        recordedAtCart(pod("nobody", "web", null, "10.244.1.201"), Verdict.ALLOWED);
        Impact impact =
                simulate(new PolicyEdits().apply(denyAll("shop", "cart-in"))).impact();
        assertThat(impact.newlyDenied().records()).isEqualTo(1);
        assertThat(impact.undecidable().rows())
                .singleElement()
                .satisfies(row -> assertThat(row.reason()).contains("shop/nobody", "not kept"));
    }

    @Test
    void recordsThatThePoliciesOfTodayJudgeOtherwiseAreCounted() {
        recordedAtCart(pods.get(2), Verdict.ALLOWED);
        Impact impact =
                simulate(new PolicyEdits().apply(denyAll("shop", "web-deny"))).impact();
        assertThat(impact.recordedOtherwise()).isEqualTo(1);
        assertThat(impact.stillDenied()).isEqualTo(1);
    }

    @Test
    void aJobThatDidNotRunAndANodeThatLostRecordsAreBlindSpots() {
        Pod job = pod("report-29000000-x", "report", new Workload("CronJob", "report"), "10.244.1.77");
        pods.add(job);
        become(allowIngress("shop", "cart-in", "web", "cart"));
        PastClusters.record(history, cluster.current(), NOON.minus(Duration.ofDays(6)));
        pods.remove(job);
        become(allowIngress("shop", "cart-in", "web", "cart"));
        nodes.set("node-1", new NodeStatus.Gone(NOON), 1204);
        store.appendWithheld("node-1", 1, List.of(withheld()));
        recordedAtCart(pods.get(0), Verdict.ALLOWED);
        List<BlindSpot> spots =
                simulate(new PolicyEdits().apply(denyAll("shop", "cart-in"))).blindSpots();
        assertThat(spots).extracting(BlindSpot::kind).contains(Kind.CRONJOB, Kind.LOSS, Kind.NODE_DOWN, Kind.WINDOW);
        assertThat(texts(spots, Kind.CRONJOB)).contains("CronJob report");
        assertThat(texts(spots, Kind.LOSS)).contains("1204", "kept 7 connections");
        assertThat(texts(spots, Kind.POD_NOT_SEEN)).contains("rogue").doesNotContain("web-1");
        assertThat(texts(spots, Kind.LOGGING_OFF)).contains("No policy isolates 2 pods for ingress");
    }

    private Withheld withheld() {
        return new Withheld(++sequence, NOON.minusSeconds(60), "shop", 3, 4);
    }

    private static String texts(List<BlindSpot> spots, Kind kind) {
        return spots.stream()
                .filter(spot -> spot.kind() == kind)
                .map(BlindSpot::text)
                .toList()
                .toString();
    }
}
