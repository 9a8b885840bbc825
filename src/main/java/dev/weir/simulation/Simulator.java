package dev.weir.simulation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Coverage;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Pod;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.TimeRange;
import dev.weir.history.ClusterHistory;
import dev.weir.net.Direction;
import dev.weir.nodes.NodeRegistry;
import dev.weir.reach.Difference;
import dev.weir.reach.End;
import dev.weir.reach.Pair;
import dev.weir.reach.Reachability;
import dev.weir.simulation.Recordings.Recorded;
import dev.weir.simulation.Simulation.ConnectivityDiff;
import dev.weir.simulation.Simulation.CoverageChange;
import dev.weir.simulation.Simulation.MayOpen;
import dev.weir.simulation.Simulation.Party;
import dev.weir.simulation.Simulation.PodChange;
import dev.weir.simulation.Simulation.PolicyChange;
import dev.weir.simulation.Simulation.PolicyChange.Status;
import dev.weir.simulation.Simulation.Window;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Applies edits to the cluster as it is, in memory only, and says what they would do. */
public final class Simulator {
    private static final int MOST_PAIRS = 500;
    private static final int MOST_PODS = 50;

    private final ClusterView cluster;
    private final ClusterHistory history;
    private final Recordings recordings;
    private final Clock clock;

    public Simulator(
            ClusterView cluster, ClusterHistory history, RecordReader records, NodeRegistry nodes, Clock clock) {
        this.cluster = cluster;
        this.history = history;
        recordings = new Recordings(history, records, nodes);
        this.clock = clock;
    }

    /** @param window whose recorded connections are judged again */
    public Simulation simulate(PolicyEdits edits, TimeRange window) {
        ClusterSnapshot before = cluster.current();
        ClusterSnapshot after = edits.in(before);
        List<PolicyChange> policies = edits.changes(before);
        SortedSet<String> namespaces = policies.stream()
                .filter(change -> change.status() != Status.UNCHANGED)
                .map(PolicyChange::namespace)
                .collect(Collectors.toCollection(TreeSet::new));
        Recorded recorded = recordings.find(namespaces, window);
        return new Simulation(
                "",
                clock.instant(),
                null,
                before.revision(),
                new Window(window.from(), window.to()),
                policies,
                connectivity(Reachability.difference(before, after)),
                coverage(before, after, namespaces),
                new Replay(before, after, history).of(recorded.records()),
                recordings.blindSpots(before, namespaces, recorded));
    }

    private static ConnectivityDiff connectivity(Difference difference) {
        return new ConnectivityDiff(
                mayOpen(difference.gained()),
                Math.max(0, difference.gained().size() - MOST_PAIRS),
                mayOpen(difference.lost()),
                Math.max(0, difference.lost().size() - MOST_PAIRS));
    }

    private static List<MayOpen> mayOpen(List<Pair> pairs) {
        return pairs.stream()
                .limit(MOST_PAIRS)
                .map(pair -> new MayOpen(
                        party(pair.from()), party(pair.to()), pair.ports().words()))
                .toList();
    }

    private static Party party(End end) {
        return switch (end) {
            case End.WorkloadEnd workload -> new Party(workload.kind(), workload.namespace(), workload.name());
            case End.RangeEnd range -> new Party("Range", null, range.toString());
        };
    }

    private static List<CoverageChange> coverage(
            ClusterSnapshot before, ClusterSnapshot after, Set<String> namespaces) {
        List<CoverageChange> changes = new ArrayList<>();
        for (String namespace : namespaces) {
            List<PodChange> pods = pods(before, after, namespace);
            if (!pods.isEmpty()) {
                changes.add(new CoverageChange(
                        namespace,
                        Coverage.of(before, namespace),
                        Coverage.of(after, namespace),
                        pods.stream().limit(MOST_PODS).toList(),
                        Math.max(0, pods.size() - MOST_PODS)));
            }
        }
        return changes;
    }

    private static List<PodChange> pods(ClusterSnapshot before, ClusterSnapshot after, String namespace) {
        List<NetworkPolicy> former = before.enforcedPoliciesIn(namespace);
        List<NetworkPolicy> later = after.enforcedPoliciesIn(namespace);
        List<PodChange> changes = new ArrayList<>();
        for (Pod pod : after.podsIn(namespace)) {
            if (pod.isEnforced()) {
                Set<Direction> was = Coverage.isolated(pod, former);
                Set<Direction> will = Coverage.isolated(pod, later);
                for (Direction direction : Direction.values()) {
                    if (was.contains(direction) != will.contains(direction)) {
                        changes.add(new PodChange(pod.ref().name(), direction.label(), will.contains(direction)));
                    }
                }
            }
        }
        return changes;
    }
}
