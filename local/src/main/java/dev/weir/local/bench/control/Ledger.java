package dev.weir.local.bench.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntPredicate;

/**
 * Which changes are under way, and which nodes still owe their acknowledgement. A change is known by what the updates say that contain
 * it: an address, or a pod of the node.
 */
final class Ledger {
    /** What stands in the update of a node that contains the change. */
    sealed interface Trace {
        record Address(int address, boolean removed) implements Trace {}

        record EndpointOf(int node, String pod) implements Trace {}
    }

    private final class Change {
        private final long storedAt = System.nanoTime();
        private final Set<Integer> missing = ConcurrentHashMap.newKeySet();
        private final List<Trace> traces = new ArrayList<>();

        void acknowledged(int node) {
            if (missing.remove(node) && missing.isEmpty()) {
                latencies.add(System.nanoTime() - storedAt);
                traces.forEach(open::remove);
            }
        }
    }

    private final Map<Trace, Change> open = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
    private volatile IntPredicate counted = node -> true;

    /** Only nodes that this holds for are waited for. */
    void count(IntPredicate nodes) {
        counted = nodes;
    }

    /** A change of an address that all these nodes are told. To be called just before it is stored. */
    void expect(Set<Integer> nodes, Trace.Address trace) {
        Change change = new Change();
        nodes.stream().filter(counted::test).forEach(change.missing::add);
        change.traces.add(trace);
        open(change);
    }

    /** A change of a policy, seen by each of these nodes at a pod of its own. */
    void expect(List<Trace.EndpointOf> traces) {
        Change change = new Change();
        for (Trace.EndpointOf trace : traces) {
            if (counted.test(trace.node()) && change.missing.add(trace.node())) {
                change.traces.add(trace);
            }
        }
        open(change);
    }

    private void open(Change change) {
        if (!change.missing.isEmpty()) {
            change.traces.forEach(trace -> open.put(trace, change));
        }
    }

    /** A node has acknowledged an update with these traces. */
    void acknowledged(int node, List<Trace> traces) {
        for (Trace trace : traces) {
            Change change = open.get(trace);
            if (change != null) {
                change.acknowledged(node);
            }
        }
    }

    boolean isOpen(Trace trace) {
        return open.containsKey(trace);
    }

    long openChanges() {
        return open.values().stream().distinct().count();
    }

    /** The latencies since the last call, in nanoseconds, sorted. */
    List<Long> takeLatencies() {
        List<Long> taken = new ArrayList<>();
        for (Long next = latencies.poll(); next != null; next = latencies.poll()) {
            taken.add(next);
        }
        taken.sort(null);
        return taken;
    }
}
