package dev.weir.proposal;

import dev.weir.cluster.ClusterView;
import dev.weir.flow.FlowRecord;
import dev.weir.history.ClusterHistory;

/** Proposals for records, by the cluster as it is when it is asked. */
public final class Proposals {
    private final ClusterView cluster;
    private final ClusterHistory history;

    public Proposals(ClusterView cluster, ClusterHistory history) {
        this.cluster = cluster;
        this.history = history;
    }

    public Proposal of(FlowRecord flow) {
        return new ProposalFinder(cluster.current()).propose(flow, history);
    }
}
