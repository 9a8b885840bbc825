package dev.weir;

import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Pod;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.store.DuckDbRecordStore;
import dev.weir.flow.store.DuckDbSettings;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.store.TimeRange;
import dev.weir.history.ClusterHistory;
import dev.weir.history.HistorySettings;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.nodes.NodeRegistry;
import dev.weir.recommendation.Recommender;
import dev.weir.recommendation.Wish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Recommends policies for a made-up cluster while the start-up cache is made, as {@link CompilerRehearsal} compiles them: nobody locks a namespace
 * down often, so without it everybody would wait until the classes for it are loaded and linked.
 */
final class RecommenderRehearsal {
    private static final int NAMESPACES = 5;
    private static final int PEERS = 100;
    private static final int STEP = 37;
    private static final Duration DAY = Duration.ofDays(1);

    private final NodeRegistry nodes;
    private final Clock clock;
    private final MadeUpCluster made = new MadeUpCluster();

    RecommenderRehearsal(NodeRegistry nodes, Clock clock) {
        this.nodes = nodes;
        this.clock = clock;
    }

    /** Takes some seconds. Its records are in a store of their own, which is deleted. */
    void rehearse() {
        try {
            Path directory = Files.createTempDirectory("weir-rehearsal");
            Path file = directory.resolve("records.duckdb");
            try (RecordStore store =
                    DuckDbRecordStore.open(new DuckDbSettings(file, DAY, Long.MAX_VALUE, 0, 256 << 20, 1, clock))) {
                recommend(store);
            }
            Files.deleteIfExists(file);
            Files.delete(directory);
        } catch (IOException failed) {
            throw new IllegalStateException("there is no room for a rehearsal", failed);
        }
    }

    private void recommend(RecordStore store) {
        ClusterState cluster = new ClusterState();
        cluster.replace(made.contents());
        Instant now = clock.instant();
        store.append("node-0", 1, records(now.minusSeconds(60)));
        try (ClusterHistory history = new ClusterHistory(new HistorySettings("", DAY, 1), clock)) {
            Recommender recommender = new Recommender(cluster, history, store, nodes, namespace -> List.of());
            TimeRange window = new TimeRange(now.minus(DAY), now);
            for (int i = 0; i < NAMESPACES; i++) {
                recommender.recommend(Wish.of("team-" + i, window));
            }
        }
    }

    /** What is recorded at both ends of connections from the first namespaces into all others. */
    private List<FlowRecord> records(Instant time) {
        List<Pod> pods = made.pods();
        List<FlowRecord> records = new ArrayList<>();
        for (int i = 0; i < NAMESPACES; i++) {
            Pod from = pods.get(4 * i);
            for (int peer = 1; peer <= PEERS; peer++) {
                Pod to = pods.get((4 * i + peer * STEP) % pods.size());
                for (Direction direction : Direction.values()) {
                    records.add(record(records.size() + 1L, time, direction, from, to));
                }
            }
        }
        return records;
    }

    private static FlowRecord record(long sequence, Instant time, Direction direction, Pod from, Pod to) {
        int sourcePort = 40_000 + (int) (sequence % 20_000);
        return new FlowRecord(
                sequence,
                time,
                time,
                Verdict.ALLOWED,
                direction,
                new FlowRecord.Connection(Protocol.TCP, address(from), sourcePort, address(to), 8443),
                end(from),
                end(to),
                List.of(),
                1,
                1);
    }

    private static IpAddress address(Pod pod) {
        return pod.declaredAddresses().getFirst();
    }

    private static FlowPeer end(Pod pod) {
        return new FlowPeer.PodEnd(pod.ref(), pod.workload(), String.valueOf(pod.node()));
    }
}
