package dev.weir.alert.detect;

import dev.weir.alert.AlertMemory;
import dev.weir.alert.Detector;
import dev.weir.cluster.ClusterState;
import dev.weir.flow.store.RecordStore;
import dev.weir.nodes.NodeRegistry;
import java.util.List;

/** One for every rule. */
public final class Detectors {
    private Detectors() {}

    public static List<Detector> over(RecordStore store, NodeRegistry nodes, ClusterState cluster, AlertMemory memory) {
        return List.of(
                new FirstSeenEgress(store, memory.destinations()),
                new DenialSpike(store, memory.denials()),
                new Scan(store),
                new PolicyStopped(cluster, memory.selections()),
                new RecordsIncomplete(store, nodes),
                new NodeBehind(nodes, cluster));
    }
}
