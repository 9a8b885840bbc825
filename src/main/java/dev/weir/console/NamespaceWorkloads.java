package dev.weir.console;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Pod;
import dev.weir.cluster.Workload;
import dev.weir.console.Parts.Mark;
import dev.weir.counts.PairVerdicts;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeCounts.PairEnd;
import dev.weir.nodes.NodeCounts.Tally;
import dev.weir.visible.VisibleCounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The workloads of a namespace: whether they are open, by which policies they are not, and with whom they were counted talking. */
record NamespaceWorkloads(List<WorkloadRow> workloads, NamespacePairs pairs) {
    private static final int PEERS = 4;

    /** Pods of one workload that the same policies select. */
    record WorkloadRow(String name, String kind, String pods, Side inbound, Side outbound, List<PodLine> podLines) {}

    /**
     * One direction of a workload.
     *
     * @param peers the busiest others, as counted
     * @param more how many others there are; null when none
     */
    record Side(
            Isolation isolation,
            List<PeerLine> peers,
            @Nullable String more) {}

    record PeerLine(Mark mark, String name) {}

    record PodLine(String name, String node, String addresses, Mark state) {}

    private record Group(String kind, String name, List<NetworkPolicy> policies, boolean hostNetwork) {}

    static NamespaceWorkloads of(String namespace, ClusterSnapshot snapshot, VisibleCounts counts, Texts texts) {
        List<PairVerdicts> pairs = counts.pairs(namespace);
        return new NamespaceWorkloads(
                rows(namespace, snapshot, pairs, texts), NamespacePairs.of(namespace, counts, texts));
    }

    static List<WorkloadRow> rows(String namespace, ClusterSnapshot snapshot, List<PairVerdicts> pairs, Texts texts) {
        return new Rows(namespace, snapshot, pairs, texts).all();
    }

    private record Rows(String namespace, ClusterSnapshot snapshot, List<PairVerdicts> pairs, Texts texts) {
        List<WorkloadRow> all() {
            Map<Group, List<Pod>> groups = snapshot.podsIn(namespace).stream()
                    .filter(pod -> !pod.phase().isOver())
                    .collect(Collectors.groupingBy(this::group, LinkedHashMap::new, Collectors.toList()));
            List<WorkloadRow> rows = new ArrayList<>();
            groups.forEach((group, pods) -> rows.add(new WorkloadRow(
                    group.name(),
                    group.kind(),
                    texts.number(pods.size()),
                    side(group, Direction.INGRESS),
                    side(group, Direction.EGRESS),
                    pods.stream().map(this::line).toList())));
            return rows;
        }

        private Group group(Pod pod) {
            Workload workload = pod.workload();
            return new Group(
                    workload == null ? "Pod" : workload.kind(),
                    workload == null ? pod.ref().name() : workload.name(),
                    snapshot.policiesSelecting(pod),
                    pod.hostNetwork());
        }

        private Side side(Group group, Direction direction) {
            PairEnd self = new PairEnd(namespace, group.kind(), group.name());
            Map<PairEnd, Tally> peers = pairs.stream()
                    .filter(pair -> self.equals(direction == Direction.INGRESS ? pair.destination() : pair.source()))
                    .collect(Collectors.toMap(
                            pair -> direction == Direction.INGRESS ? pair.source() : pair.destination(),
                            PairVerdicts::tally,
                            Tally::plus,
                            LinkedHashMap::new));
            List<PeerLine> lines = peers.entrySet().stream()
                    .limit(PEERS)
                    .map(peer -> peer(peer.getKey(), peer.getValue()))
                    .toList();
            String more = peers.size() > PEERS ? texts.of("namespace.more-peers", peers.size() - PEERS) : null;
            Isolation isolation = group.hostNetwork()
                    ? Isolation.notEnforceable(texts)
                    : Isolation.of(group.policies(), direction, snapshot, texts);
            return new Side(isolation, lines, more);
        }

        private PeerLine peer(PairEnd end, Tally tally) {
            String own = end.namespace().equals(namespace) ? end.name() : NamespacePairs.name(end, texts);
            boolean passed = tally.allowed() > 0 || tally.wouldDeny() > 0;
            if (!passed) {
                return new PeerLine(Mark.bad(texts.of("verdict.deny")), own);
            }
            return new PeerLine(
                    tally.denied() > 0 ? Mark.warning(texts.of("flows.both")) : Mark.good(texts.of("verdict.allow")),
                    own);
        }

        private PodLine line(Pod pod) {
            return new PodLine(
                    pod.ref().name(),
                    pod.node() == null ? texts.of("none") : pod.node().value(),
                    pod.declaredAddresses().stream().map(Object::toString).collect(Collectors.joining(", ")),
                    PolicyView.state(pod, texts));
        }
    }
}
