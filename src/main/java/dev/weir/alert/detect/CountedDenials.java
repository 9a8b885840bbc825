package dev.weir.alert.detect;

import dev.weir.alert.AlertSubject;
import dev.weir.alert.Look;
import dev.weir.nodes.NodeCounts.PairCount;
import dev.weir.nodes.NodeCounts.PairEnd;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Denied packets by workload and source, as far as the nodes' counters grew within a window. They count whatever is recorded or not. Never too many:
 * what a node counted before it was first read, while it was away, or for pairs that it does not tell apart is left out.
 */
final class CountedDenials {
    private static final AlertSubject OUTSIDE =
            new AlertSubject(AlertSubject.Kind.ADDRESS, "", "addresses outside the cluster");

    private final NodeRegistry nodes;
    private final Map<String, Map<Ends, Long>> counters = new HashMap<>();
    private final Deque<Growth> growths = new ArrayDeque<>();

    private record Ends(AlertSubject source, AlertSubject target) {}

    private record Growth(Instant at, Map<Ends, Long> packets) {}

    CountedDenials(NodeRegistry nodes) {
        this.nodes = nodes;
    }

    /** By workload, and of each by source. */
    Map<AlertSubject, Map<AlertSubject, Long>> within(Look look) {
        Instant begin = look.now().minus(look.settings().window());
        if (look.last().isBefore(begin)) {
            counters.clear(); // Nobody looked for so long that it may have happened before.
        }
        growths.addLast(new Growth(look.now(), growth()));
        growths.removeIf(growth -> !growth.at().isAfter(begin));
        Map<AlertSubject, Map<AlertSubject, Long>> sums = new TreeMap<>();
        growths.forEach(growth -> growth.packets()
                .forEach((ends, packets) -> sums.computeIfAbsent(ends.target(), unused -> new TreeMap<>())
                        .merge(ends.source(), packets, Long::sum)));
        return sums;
    }

    private Map<Ends, Long> growth() {
        Map<Ends, Long> grown = new HashMap<>();
        Map<String, Map<Ends, Long>> current = new HashMap<>();
        for (NodeProgress node : nodes.nodes()) {
            if (node.isCounting()) {
                String name = node.name().value();
                current.put(name, denied(node));
                Map<Ends, Long> before = counters.get(name);
                if (before != null) {
                    current.get(name)
                            .forEach((ends, packets) -> add(grown, ends, packets, before.getOrDefault(ends, 0L)));
                }
            }
        }
        counters.clear();
        counters.putAll(current);
        return grown;
    }

    private static Map<Ends, Long> denied(NodeProgress node) {
        List<PairCount> pairs =
                node.report() == null ? List.of() : node.report().counts().pairs();
        Map<Ends, Long> denied = new HashMap<>();
        for (PairCount pair : pairs) {
            if (pair.tally().denied() > 0 && !pair.destination().namespace().isEmpty()) {
                denied.merge(
                        new Ends(subject(pair.source()), subject(pair.destination())),
                        pair.tally().denied(),
                        Long::sum);
            }
        }
        return denied;
    }

    /** A pair that gave up its place and has one again begins anew. */
    private static void add(Map<Ends, Long> grown, Ends ends, long packets, long before) {
        long more = packets < before ? packets : packets - before;
        if (more > 0) {
            grown.put(ends, grown.getOrDefault(ends, 0L) + more);
        }
    }

    private static AlertSubject subject(PairEnd end) {
        if (end.isOutside()) {
            return OUTSIDE;
        }
        return end.namespace().isEmpty()
                ? AlertSubject.node(end.name())
                : AlertSubject.workload(end.namespace(), end.name());
    }
}
