package dev.weir.forecast;

import dev.weir.cluster.NodeName;
import dev.weir.cluster.PolicyRef;
import dev.weir.forecast.NodeRates.Growth;
import dev.weir.forecast.NodeRates.Step;
import dev.weir.nodes.NodeCounts;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.NodeReport;
import dev.weir.nodes.NodeReport.DenialLines;
import dev.weir.nodes.NodeReport.NamespaceAccounting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Looks at the nodes' counters again and again and remembers for ten minutes what they were. Nothing is kept over a restart. */
public final class RateBook {
    static final Duration KEPT = Duration.ofMinutes(10);
    /** At most so many looks are kept of a node, however often it is looked. */
    private static final int MOST_LOOKS = 60;

    private final NodeRegistry nodes;
    private final SortedMap<NodeName, Deque<Look>> looks = new TreeMap<>();

    /** @param since when the node began to count; another one has counters of its own */
    private record Look(Instant at, Instant since, Map<String, Growth> totals) {}

    public RateBook(NodeRegistry nodes) {
        this.nodes = nodes;
    }

    /** A node whose last report is known already is looked at when it reports again. */
    public synchronized void look() {
        List<NodeProgress> all = nodes.nodes();
        looks.keySet().retainAll(all.stream().map(NodeProgress::name).toList());
        for (NodeProgress node : all) {
            Look look = look(node);
            if (look != null) {
                add(looks.computeIfAbsent(node.name(), unused -> new ArrayDeque<>()), look);
            }
        }
    }

    private static @Nullable Look look(NodeProgress node) {
        NodeReport report = node.report();
        Instant heard = node.lastHeartbeat();
        if (!node.isCounting() || report == null || heard == null) {
            return null;
        }
        return new Look(heard, Objects.requireNonNull(report.counts().since()), totals(report));
    }

    private static void add(Deque<Look> known, Look look) {
        Look last = known.peekLast();
        if (last != null && !last.since().equals(look.since())) {
            known.clear();
        } else if (last != null && !last.at().isBefore(look.at())) {
            return;
        }
        known.addLast(look);
        while (known.size() > MOST_LOOKS
                || known.getFirst().at().isBefore(look.at().minus(KEPT))) {
            known.removeFirst();
        }
    }

    private static Map<String, Growth> totals(NodeReport report) {
        Map<String, Growth> totals = new HashMap<>();
        Map<String, NamespaceAccounting> accounts = report.records().namespaces();
        Map<String, Map<PolicyRef, Long>> policies = policies(report.counts());
        report.counts().namespaces().forEach(count -> {
            String namespace = count.namespace();
            NamespaceAccounting account = accounts.get(namespace);
            Growth before = totals.getOrDefault(namespace, Growth.NONE);
            totals.put(
                    namespace,
                    new Growth(
                            before.allowed() + count.tally().allowed(),
                            before.denied() + count.tally().denied(),
                            before.wouldDeny() + count.tally().wouldDeny(),
                            account == null ? DenialLines.NONE : account.denials(),
                            policies.getOrDefault(namespace, Map.of())));
        });
        return totals;
    }

    private static Map<String, Map<PolicyRef, Long>> policies(NodeCounts counts) {
        Map<String, Map<PolicyRef, Long>> policies = new HashMap<>();
        counts.policies()
                .forEach(count -> policies.computeIfAbsent(count.policy().namespace(), unused -> new HashMap<>())
                        .merge(count.policy(), count.tally().allowed(), Long::sum));
        return policies;
    }

    /** By node; a node that was looked at once only is not among them. */
    public synchronized List<NodeRates> rates() {
        return looks.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> new NodeRates(entry.getKey(), steps(entry.getValue())))
                .toList();
    }

    private static List<Step> steps(Deque<Look> looks) {
        List<Step> steps = new ArrayList<>();
        Look before = null;
        for (Look look : looks) {
            if (before != null) {
                steps.add(step(before, look));
            }
            before = look;
        }
        return steps;
    }

    private static Step step(Look from, Look to) {
        Map<String, Growth> growth = new HashMap<>();
        to.totals()
                .forEach((namespace, total) ->
                        growth.put(namespace, grown(from.totals().getOrDefault(namespace, Growth.NONE), total)));
        return new Step(Duration.between(from.at(), to.at()), growth);
    }

    private static Growth grown(Growth from, Growth to) {
        Map<PolicyRef, Long> policies = new HashMap<>();
        to.policies()
                .forEach((policy, total) ->
                        policies.put(policy, grown(from.policies().getOrDefault(policy, 0L), total)));
        return new Growth(
                grown(from.allowed(), to.allowed()),
                grown(from.denied(), to.denied()),
                grown(from.wouldDeny(), to.wouldDeny()),
                grown(from.lines(), to.lines()),
                policies);
    }

    private static DenialLines grown(DenialLines from, DenialLines to) {
        return new DenialLines(grown(from.lines(), to.lines()), grown(from.events(), to.events()));
    }

    /** A counter that went away and came back begins anew. */
    private static long grown(long from, long to) {
        return to < from ? to : to - from;
    }
}
