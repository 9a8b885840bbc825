package dev.weir.alert;

import dev.weir.alert.detect.Detectors;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Freshness;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.MemoryRecordStore;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.TimeRange;
import dev.weir.nodes.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A watch over a store, nodes and a cluster in memory, with a clock that a test moves. */
final class WatchedCluster {
    static final Duration PAUSE = Duration.ofSeconds(15);

    final SettableClock clock = new SettableClock();
    final MemoryRecordStore store = new MemoryRecordStore();
    final AlertTraffic traffic = new AlertTraffic(store, clock);
    final FakeNodes nodes = new FakeNodes();
    final ClusterState cluster = new ClusterState();
    private final Path directory;
    AlertSettings settings;
    AlertMemory memory;
    Alerts alerts;

    WatchedCluster(Path directory) {
        this.directory = directory;
        cluster.mark(new Freshness.Current(clock.instant()));
        settings = new AlertSettings(file("alerts.json"), clock);
        memory = new AlertMemory(file("alerts-known.json"), clock);
        alerts = alerts();
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private Alerts alerts() {
        return new Alerts(memory, settings, Detectors.over(store, nodes, cluster, memory), clock);
    }

    /** The server is killed and starts again. */
    void killAndStart() {
        settings = new AlertSettings(file("alerts.json"), clock);
        memory = new AlertMemory(file("alerts-known.json"), clock);
        alerts = alerts();
    }

    /** A moment passes, and all rules are looked at. */
    void look() {
        clock.pass(PAUSE);
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
