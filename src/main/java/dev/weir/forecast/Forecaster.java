package dev.weir.forecast;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.PolicyRef;
import dev.weir.forecast.LoggingForecast.Basis;
import dev.weir.forecast.LoggingForecast.Delegates;
import dev.weir.forecast.LoggingForecast.Lines;
import dev.weir.forecast.LoggingForecast.NamespaceLoad;
import dev.weir.forecast.LoggingForecast.NodeLoad;
import dev.weir.forecast.NodeRates.Growth;
import dev.weir.forecast.NodeRates.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Works out what other switches would record, if traffic stays what it was. */
public final class Forecaster {
    private static final Comparator<Lines> MOST =
            Comparator.comparingDouble(Lines::asked).reversed();
    /** A set of policies is fitted into this share of the limit, because tomorrow is not today. */
    private static final double ROOM = 0.8;

    private final List<NodeRates> rates;
    private final ClusterSnapshot snapshot;
    private final MergeShare shares;
    private final double limit;

    /** @param limit records a second that each node may write */
    public Forecaster(List<NodeRates> rates, ClusterSnapshot snapshot, double limit) {
        this.rates = rates;
        this.snapshot = snapshot;
        this.limit = limit;
        shares = new MergeShare(rates);
    }

    public LoggingForecast of(Switch allow, Switch deny) {
        RecordingPlan plan = RecordingPlan.of(allow, deny, snapshot);
        List<NodeLoad> nodes = loads(plan);
        return new LoggingForecast(basis(plan), total(nodes), nodes, namespaces(plan), cheaper(plan, nodes));
    }

    private Basis basis(RecordingPlan plan) {
        Duration over = rates.stream()
                .map(NodeRates::over)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        boolean atMost = plan.denied().stream().anyMatch(namespace -> !shares.isKnown(namespace) && denies(namespace));
        return new Basis(over, true, atMost);
    }

    private boolean denies(String namespace) {
        return growths(namespace).stream().anyMatch(growth -> growth.mergeable() > 0);
    }

    private List<Growth> growths(String namespace) {
        return rates.stream()
                .flatMap(node -> node.steps().stream())
                .map(step -> step.namespaces().getOrDefault(namespace, Growth.NONE))
                .toList();
    }

    private List<NodeLoad> loads(RecordingPlan plan) {
        return rates.stream()
                .map(node -> new NodeLoad(node.node(), lines(node, plan)))
                .sorted(Comparator.comparing(NodeLoad::lines, MOST).thenComparing(NodeLoad::node))
                .toList();
    }

    /** The limit holds in every step for itself: what is too much in one minute is not written in the next. */
    private Lines lines(NodeRates node, RecordingPlan plan) {
        double asked = 0;
        double written = 0;
        double peak = 0;
        for (Step step : node.steps()) {
            double lines = lines(step, plan);
            double perSecond = lines / seconds(step.length());
            asked += lines;
            written += Math.min(perSecond, limit) * seconds(step.length());
            peak = Math.max(peak, perSecond);
        }
        double over = seconds(node.over());
        return new Lines(asked / over, peak, written / over);
    }

    private double lines(Step step, RecordingPlan plan) {
        return step.namespaces().entrySet().stream()
                .mapToDouble(entry -> plan.allowed(entry.getValue()) + denied(entry.getKey(), entry.getValue(), plan))
                .sum();
    }

    private double denied(String namespace, Growth growth, RecordingPlan plan) {
        return plan.mergeable(namespace, growth) * shares.linesPerEvent(namespace);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** Nodes have their peaks at different times, so theirs is no peak of all. */
    private static Lines total(List<NodeLoad> nodes) {
        return new Lines(
                nodes.stream().mapToDouble(node -> node.lines().asked()).sum(),
                nodes.stream().mapToDouble(node -> node.lines().peak()).max().orElse(0),
                nodes.stream().mapToDouble(node -> node.lines().written()).sum());
    }

    private List<NamespaceLoad> namespaces(RecordingPlan plan) {
        Map<String, NamespaceLoad> loads = new TreeMap<>();
        for (NodeRates node : rates) {
            double over = seconds(node.over());
            for (Step step : node.steps()) {
                step.namespaces()
                        .forEach((namespace, growth) -> loads.merge(
                                namespace,
                                new NamespaceLoad(
                                        namespace, plan.allowed(growth) / over, denied(namespace, growth, plan) / over),
                                (one, other) -> new NamespaceLoad(
                                        namespace, one.allowed() + other.allowed(), one.denied() + other.denied())));
            }
        }
        return loads.values().stream()
                .sorted(Comparator.comparingDouble(NamespaceLoad::all).reversed())
                .toList();
    }

    /** Leaves out the policy that asks for most where most is asked for, until every node has room. */
    private @Nullable Delegates cheaper(RecordingPlan plan, List<NodeLoad> nodes) {
        if (fits(nodes, limit) || !fits(loads(plan.onlyAllowedBy(Set.of())), limit * ROOM)) {
            return null;
        }
        Set<PolicyRef> kept = asking(plan);
        List<PolicyRef> left = new ArrayList<>();
        List<NodeLoad> now = loads(plan.onlyAllowedBy(kept));
        while (!fits(now, limit * ROOM) && !kept.isEmpty()) {
            PolicyRef loudest = loudest(kept, busiest(now));
            kept.remove(loudest);
            left.add(loudest);
            now = loads(plan.onlyAllowedBy(kept));
        }
        return new Delegates(kept.stream().sorted().toList(), left, total(now));
    }

    private static boolean fits(List<NodeLoad> nodes, double most) {
        return nodes.stream().allMatch(node -> node.lines().peak() <= most);
    }

    private static NodeName busiest(List<NodeLoad> nodes) {
        return nodes.stream()
                .max(Comparator.comparingDouble(node -> node.lines().peak()))
                .orElseThrow()
                .node();
    }

    /** Policies that admitted something and whose connections the plan records. */
    private Set<PolicyRef> asking(RecordingPlan plan) {
        return rates.stream()
                .flatMap(node -> node.steps().stream())
                .flatMap(step -> step.namespaces().values().stream())
                .flatMap(growth -> growth.policies().entrySet().stream())
                .filter(entry -> entry.getValue() > 0 && snapshot.policy(entry.getKey()) != null)
                .map(Map.Entry::getKey)
                .filter(policy -> plan.everyAllowed() || plan.allowed().contains(policy))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private PolicyRef loudest(Set<PolicyRef> policies, NodeName where) {
        Map<PolicyRef, Long> asked = rates.stream()
                .filter(node -> node.node().equals(where))
                .flatMap(node -> node.steps().stream())
                .flatMap(step -> step.namespaces().values().stream())
                .flatMap(growth -> growth.policies().entrySet().stream())
                .filter(entry -> policies.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum, TreeMap::new));
        return asked.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseGet(() -> policies.stream().sorted().findFirst().orElseThrow());
    }
}
