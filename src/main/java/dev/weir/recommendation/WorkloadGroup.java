package dev.weir.recommendation;

import dev.weir.cluster.LabelSelector;
import dev.weir.reach.End.WorkloadEnd;
import java.util.List;

/**
 * A workload, or several that no label tells apart.
 *
 * @param name unlike that of every other group of the namespace
 * @param selector selects the pods of these workloads and no others of the namespace
 */
record WorkloadGroup(String name, List<WorkloadEnd> workloads, LabelSelector selector) {
    WorkloadGroup {
        workloads = List.copyOf(workloads);
    }
}
