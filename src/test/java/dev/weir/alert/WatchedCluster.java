package dev.weir.alert;

import dev.weir.alert.detect.Detectors;
import dev.weir.audit.Journal;
import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.counts.ClusterCounts;
import dev.weir.expectation.ExpectationBook;
import dev.weir.expectation.ExpectationWatch;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.MemoryRecordStore;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.TimeRange;
import dev.weir.net.IpAddress;
import dev.weir.nodes.FakeNodeRegistry;
import dev.weir.nodes.NodeCounts;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeReport;
import dev.weir.nodes.NodeReport.RecordAccounting;
import dev.weir.nodes.NodeStatus;
import dev.weir.nodes.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A watch over a store, nodes and a cluster in memory, with a clock that a test moves. */
final class WatchedCluster {
    static final Duration PAUSE = Duration.ofSeconds(15);

    final SettableClock clock = new SettableClock();
    final MemoryRecordStore store = new MemoryRecordStore();
    final AlertTraffic traffic = new AlertTraffic(store, clock);
    final FakeNodeRegistry nodes = new FakeNodeRegistry();
    final ClusterState cluster = new ClusterState();
    private final Path directory;
    AlertSettings settings;
    AlertMemory memory;
    ExpectationBook expectations;
    ExpectationWatch watch;
    Alerts alerts;

    WatchedCluster(Path directory) {
        this.directory = directory;
        cluster.mark(new Freshness.Current(clock.instant()));
        settings = new AlertSettings(file("alerts.json"), Journal.NONE, clock);
        memory = new AlertMemory(file("alerts-known.json"), clock);
        expectations = new ExpectationBook(file("expectations.json"), clock);
        watch = new ExpectationWatch(expectations, cluster, clock);
        alerts = alerts();
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private Alerts alerts() {
        Detectors.Watched watched =
                new Detectors.Watched(store, nodes, new ClusterCounts(nodes, clock), cluster, watch);
        return new Alerts(memory, settings, Detectors.over(watched, memory), clock);
    }

    /** The server is killed and starts again. */
    void killAndStart() {
        settings = new AlertSettings(file("alerts.json"), Journal.NONE, clock);
        memory = new AlertMemory(file("alerts-known.json"), clock);
        expectations = new ExpectationBook(file("expectations.json"), clock);
        watch = new ExpectationWatch(expectations, cluster, clock);
        alerts = alerts();
    }

    /** A node with what matters here: how far it is, when it was heard, and how many records it lost. */
    void node(String name, NodeStatus status, long applied, Instant heartbeat, long lost) {
        NodeReport report = new NodeReport(
                applied,
                List.of(),
                List.of(),
                new RecordAccounting(lost, 0, 0, Map.of("ring_full", lost)),
                Map.of(),
                NodeCounts.NONE,
                0);
        nodes.set(new NodeProgress(new NodeName(name), status, applied, applied, null, report, heartbeat));
    }

    /** A node, and a pod of shop on it with such a label, and a policy. */
    void clusterWithPod(String app, NetworkPolicy policy) {
        Pod pod = new Pod(
                new PodRef("shop", "web-1"),
                "web-1",
                Map.of("app", app),
                new NodeName("node-1"),
                List.of(IpAddress.parse("10.244.1.7")),
                false,
                PodPhase.RUNNING,
                true,
                null,
                List.of());
        cluster.replace(new ClusterContents(
                List.of(),
                List.of(new Node(new NodeName("node-1"), Map.of(), List.of(), true)),
                List.of(pod),
                List.of(policy),
                LoggingConfig.ABSENT,
                LoggingConfig.ABSENT));
    }

    /** A moment passes, and all rules are looked at. */
    void look() {
        clock.pass(PAUSE);
        watch.look();
        alerts.look();
    }

    void lookFor(Duration time) {
        for (long passed = 0; passed < time.toMillis(); passed += PAUSE.toMillis()) {
            look();
        }
    }

    /** The rules have learned what there was so far. */
    void learn() {
        look();
        clock.pass(Duration.ofHours(25));
        alerts.look();
    }

    Stream<Alert> of(AlertRule rule) {
        return alerts.list().stream().map(Alerts.Entry::alert).filter(alert -> alert.rule() == rule);
    }

    List<Alert> firing(AlertRule rule) {
        return of(rule).filter(alert -> !alert.over()).toList();
    }

    /** What the question of an alert answers. */
    List<StoredRecord> evidence(Alert alert) {
        Evidence evidence = alert.evidence();
        return store.query(RecordQuery.newest(
                        RecordFilter.parse(evidence.filter()), new TimeRange(evidence.from(), evidence.to()), 100))
                .records();
    }
}
