package dev.weir.alert.detect;

import dev.weir.alert.AlertRule;
import dev.weir.alert.AlertSubject;
import dev.weir.alert.Detector;
import dev.weir.alert.Evidence;
import dev.weir.alert.Finding;
import dev.weir.alert.Look;
import dev.weir.alert.Looked;
import dev.weir.alert.Measure;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.store.Stall;
import dev.weir.flow.store.TimeRange;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.NodeReport.RecordAccounting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Nodes on which connections happened that no record tells of: withheld by a budget, lost, or not taken in by the store. */
final class RecordsIncomplete implements Detector {
    /** What the budget withholds is counted in the store, second by second; the node's own counter would count it again. */
    private static final String WITHHELD = "rate_limit";

    private final RecordStore store;
    private final NodeRegistry nodes;
    private final Map<String, Deque<Reading>> readings = new HashMap<>();

    /** A counter of a node. */
    private record Reading(Instant at, long lost) {}

    RecordsIncomplete(RecordStore store, NodeRegistry nodes) {
        this.store = store;
        this.nodes = nodes;
    }

    @Override
    public AlertRule rule() {
        return AlertRule.RECORDS_INCOMPLETE;
    }

    @Override
    public Looked look(Look look) {
        TimeRange range = TimeRange.before(look.now(), look.settings().window());
        Map<String, Long> withheld = withheld(range);
        Map<String, Long> lost = lost(look);
        List<Finding> findings = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(withheld.keySet());
        names.addAll(lost.keySet());
        for (String node : names) {
            long kept = withheld.getOrDefault(node, 0L);
            long gone = lost.getOrDefault(node, 0L);
            if (kept + gone >= look.settings().threshold()) {
                findings.add(finding(node, kept, gone, range, look));
            }
        }
        store.stall().ifPresent(stall -> findings.add(finding(stall, look)));
        return new Looked(findings, List.of());
    }

    private Map<String, Long> withheld(TimeRange range) {
        Map<String, Long> byNode = new TreeMap<>();
        store.withheld(range, range.length())
                .forEach(count -> byNode.merge(count.node(), count.allowed() + count.denied(), Long::sum));
        return byNode;
    }

    private Map<String, Long> lost(Look look) {
        Map<String, Long> byNode = new TreeMap<>();
        for (NodeProgress node : nodes.nodes()) {
            if (node.report() != null) {
                String name = node.name().value();
                byNode.put(name, lostSince(name, total(node.report().records()), look));
            }
        }
        readings.keySet().retainAll(byNode.keySet());
        return byNode;
    }

    private static long total(RecordAccounting records) {
        return records.lost() - records.lostByReason().getOrDefault(WITHHELD, 0L) + records.unreported();
    }

    /** Within the window; a counter that has become smaller began anew. */
    private long lostSince(String node, long total, Look look) {
        Deque<Reading> own = readings.computeIfAbsent(node, unused -> new ArrayDeque<>());
        Duration window = look.settings().window();
        if (!own.isEmpty() && own.getLast().lost() > total) {
            own.clear();
        }
        own.addLast(new Reading(look.now(), total));
        while (own.size() > 1 && own.getFirst().at().plus(window).isBefore(look.now())) {
            own.removeFirst();
        }
        return total - own.getFirst().lost();
    }

    private Finding finding(String node, long withheld, long lost, TimeRange range, Look look) {
        return new Finding(
                AlertSubject.node(node),
                "Of what happened on " + node + " its budget only counted " + Amounts.of(withheld, "event", "events")
                        + ", and " + Amounts.of(lost, "event", "events") + " got lost.",
                new Measure(withheld + lost, look.settings().threshold(), null, rule().unit()),
                new Evidence("node_name=" + Clauses.quoted(node), range.from(), range.to()));
    }

    private Finding finding(Stall stall, Look look) {
        return new Finding(
                AlertSubject.STORE,
                "No records are taken in: " + stall.reason() + " They wait on the nodes.",
                new Measure(
                        Duration.between(stall.since(), look.now()).toSeconds(), 0, null, "seconds without records"),
                new Evidence("", stall.since().minus(look.settings().window()), look.now()));
    }
}
