package dev.weir.bench;

import dev.weir.cluster.ClusterState;
import dev.weir.cluster.ClusterUpdate;
import dev.weir.cluster.ClusterUpdate.ObjectUpdate;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.Rule;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import dev.weir.policy.Compilation;
import dev.weir.policy.PolicyCompiler;
import dev.weir.program.ProgramDelta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Measures what one change costs in a large cluster, from the event to the deltas of every node that it concerns at once. */
final class ChangeRun {
    private static final int WARM_UP = 300;
    private static final int CHANGES = 400;
    /** Where one change takes long, fewer of them are measured, and the figures say how many. */
    private static final long WARM_UP_NANOS = 5_000_000_000L;

    private static final long CHANGES_NANOS = 15_000_000_000L;
    private static final double MICROSECOND = 1e3;
    private static final String HOLD = "hold 2,000 µs at generator 1";

    private final Workload workload;
    private final ClusterState cluster;
    private final PolicyCompiler compiler;
    private final CompileFigures figures;
    private final List<Pod> pods;
    private Compilation before;

    ChangeRun(
            Workload workload,
            ClusterState cluster,
            PolicyCompiler compiler,
            Compilation before,
            CompileFigures figures) {
        this.workload = workload;
        this.cluster = cluster;
        this.compiler = compiler;
        this.before = before;
        this.figures = figures;
        pods = new ArrayList<>(workload.pods());
    }

    void measure() {
        measure("one pod added", this::podAdded);
        measure("one label changed", this::labelChanged);
        measure("one policy edited", this::policyEdited);
        measure("one namespace relabelled", this::namespaceRelabelled);
    }

    private void measure(String what, IntFunction<ClusterUpdate> change) {
        int warmed = 0;
        for (long start = System.nanoTime(); warmed < WARM_UP && System.nanoTime() - start < WARM_UP_NANOS; warmed++) {
            apply(change.apply(warmed));
        }
        List<Change> measured = new ArrayList<>();
        for (long start = System.nanoTime(); measured.size() < CHANGES && System.nanoTime() - start < CHANGES_NANOS; ) {
            measured.add(timed(change.apply(warmed + measured.size())));
        }
        report(what, measured);
    }

    private record Change(double micros, int told) {}

    private Change timed(ClusterUpdate update) {
        long start = System.nanoTime();
        int told = apply(update);
        return new Change((System.nanoTime() - start) / MICROSECOND, told);
    }

    private void report(String what, List<Change> measured) {
        double[] times = measured.stream().mapToDouble(Change::micros).sorted().toArray();
        figures.add(
                what + ", p50",
                times[times.length / 2],
                "µs",
                times.length < CHANGES ? "of " + times.length + " changes" : "");
        boolean held = what.equals("one pod added") || what.equals("one label changed");
        figures.add(what + ", p99", times[times.length * 99 / 100], "µs", held ? HOLD : "");
        figures.add(
                what + ", nodes told at once",
                Math.rint(measured.stream().mapToInt(Change::told).average().orElse(0)),
                "");
    }

    /** Returns how many nodes got a delta. */
    private int apply(ClusterUpdate update) {
        Compilation after = compiler.compile(cluster.update(update));
        int told = 0;
        for (NodeName node : after.concerns().enforcement()) {
            ProgramDelta delta = ProgramDelta.between(before.program(node), after.program(node));
            if (!delta.changesNothing()) {
                told++;
            }
        }
        before = after;
        return told;
    }

    private ClusterUpdate podAdded(int i) {
        Pod like = pods.get(workload.random().nextInt(pods.size()));
        return ofPod(workload.pod(like.ref().namespace(), "pod-" + workload.name(), like.labels()));
    }

    /** To what another pod of the cluster has. */
    private ClusterUpdate labelChanged(int i) {
        int which = workload.random().nextInt(pods.size());
        Pod pod = pods.get(which);
        Map<String, String> labels =
                pods.get(workload.random().nextInt(pods.size())).labels();
        Pod relabelled = new Pod(
                pod.ref(),
                pod.uid(),
                labels,
                pod.node(),
                pod.declaredAddresses(),
                pod.hostNetwork(),
                pod.phase(),
                pod.ready(),
                pod.workload(),
                pod.ports());
        pods.set(which, relabelled);
        return ofPod(relabelled);
    }

    /** Its rules admit one port instead of all, each time another one. */
    private ClusterUpdate policyEdited(int i) {
        NetworkPolicy policy = workload.policies()
                .get(workload.random().nextInt(workload.policies().size()));
        PolicyPort port = new PolicyPort(Protocol.TCP, new PolicyPort.NumberedPorts(PortRange.single(1 + i)));
        List<Rule> rules = policy.ingress().stream()
                .map(rule -> new Rule(rule.peers(), List.of(port)))
                .toList();
        NetworkPolicy edited = new NetworkPolicy(
                policy.ref(),
                policy.annotations(),
                policy.podSelector(),
                policy.declaredTypes(),
                rules,
                policy.egress());
        return new ClusterUpdate(
                ObjectUpdate.none(),
                ObjectUpdate.none(),
                ObjectUpdate.none(),
                new ObjectUpdate<>(List.of(edited), List.of()),
                LoggingConfig.ABSENT,
                LoggingConfig.ABSENT);
    }

    /** Every label gets the value that another namespace has. */
    private ClusterUpdate namespaceRelabelled(int i) {
        List<Namespace> all = workload.namespaces();
        Namespace namespace = all.get(workload.random().nextInt(all.size()));
        Map<String, String> labels =
                new HashMap<>(all.get(workload.random().nextInt(all.size())).labels());
        labels.put("edition", Integer.toString(i));
        return new ClusterUpdate(
                new ObjectUpdate<>(List.of(new Namespace(namespace.name(), labels, Map.of())), List.of()),
                ObjectUpdate.none(),
                ObjectUpdate.none(),
                ObjectUpdate.none(),
                LoggingConfig.ABSENT,
                LoggingConfig.ABSENT);
    }

    private static ClusterUpdate ofPod(Pod pod) {
        return new ClusterUpdate(
                ObjectUpdate.none(),
                ObjectUpdate.none(),
                new ObjectUpdate<>(List.of(pod), List.of()),
                ObjectUpdate.none(),
                LoggingConfig.ABSENT,
                LoggingConfig.ABSENT);
    }
}
