package dev.weir.history;

import dev.weir.cluster.ClusterSnapshot;
import java.time.Instant;

/** Writes history at times of a test's choice. */
public final class PastClusters {
    private PastClusters() {}

    public static void record(ClusterHistory history, ClusterSnapshot snapshot, Instant time) {
        history.record(snapshot, time);
    }
}
