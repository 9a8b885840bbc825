package dev.weir.alert.detect;

import dev.weir.alert.AlertMemory;
import dev.weir.alert.Detector;
import dev.weir.cluster.ClusterState;
import dev.weir.counts.ClusterCounts;
import dev.weir.expectation.ExpectationWatch;
import dev.weir.flow.store.RecordStore;
import dev.weir.nodes.NodeRegistry;
import java.util.List;

/** One for every rule. */
public final class Detectors {
    private Detectors() {}

    /** What is looked at. */
    public record Watched(
            RecordStore store,
            NodeRegistry nodes,
            ClusterCounts counts,
            ClusterState cluster,
            ExpectationWatch expectations) {}

    public static List<Detector> over(Watched watched, AlertMemory memory) {
        QuietPolicies quiet = new QuietPolicies(watched.nodes, watched.counts, memory.admissions());
        return List.of(
                new FirstSeenEgress(watched.store, memory.destinations()),
                new DenialSpike(watched.store, new CountedDenials(watched.nodes), memory.denials()),
                new Scan(watched.store),
                new PolicyStopped(watched.cluster, memory.selections(), quiet, memory.admissions()),
                new RecordsIncomplete(watched.store, watched.nodes),
                new NodeBehind(watched.nodes, watched.cluster),
                new ExpectationBroken(watched.expectations));
    }
}
