package dev.weir;

import dev.weir.net.Direction;
import dev.weir.nodes.CountedVerdict;
import dev.weir.nodes.NodeCounts;
import dev.weir.nodes.NodeCounts.PairCount;
import dev.weir.nodes.NodeCounts.PairEnd;
import dev.weir.nodes.NodeCounts.PairRest;
import dev.weir.nodes.NodeCounts.Tally;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.NodeReport;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The exact counts of every node, for Prometheus. Each series is one node's own, so it never falls when this server starts anew, when
 * another takes the node over or when a node is away; sums are Prometheus's. Bounded by nodes times the policies of their pods, and by
 * nodes times the pairs that a daemon tells apart: the rest is one pair, whose workloads are {@code _other}.
 */
@Component
final class CountMetrics implements MultiCollector {
    // No workload can have this name.
    private static final String OTHER = "_other";

    private final NodeRegistry nodes;
    private final MetricsProperties properties;

    CountMetrics(NodeRegistry nodes, MetricsProperties properties) {
        this.nodes = nodes;
        this.properties = properties;
    }

    /** Nobody but a registry asks a collector. */
    @Autowired
    void registerWith(ObjectProvider<PrometheusRegistry> registry) {
        registry.ifAvailable(prometheus -> prometheus.register(this));
    }

    @Override
    public MetricSnapshots collect() {
        Samples samples = new Samples();
        for (NodeProgress node : nodes.nodes()) {
            NodeReport report = node.report();
            if (report != null && report.counts().since() != null) {
                add(samples, Labels.of("node", node.name().value()), report.counts());
            }
        }
        return samples.snapshots();
    }

    private void add(Samples samples, Labels node, NodeCounts counts) {
        addNode(samples, node, counts);
        counts.namespaces()
                .forEach(count -> samples.verdicts(
                        Metric.NAMESPACE,
                        node.merge(Labels.of("namespace", count.namespace())),
                        count.direction(),
                        count.tally()));
        if (properties.policies()) {
            counts.policies()
                    .forEach(count -> samples.verdicts(
                            Metric.POLICY,
                            node.merge(Labels.of(
                                    "namespace",
                                    count.policy().namespace(),
                                    "policy",
                                    count.policy().name())),
                            count.direction(),
                            count.tally()));
        }
        if (properties.pairs()) {
            counts.pairs().forEach(pair -> add(samples, node, pair));
            counts.rest().forEach(rest -> add(samples, node, rest));
        }
    }

    private static void addNode(Samples samples, Labels node, NodeCounts counts) {
        samples.add(Metric.UNISOLATED, node.merge(Labels.of("direction", "ingress")), counts.unisolatedIngress());
        samples.add(Metric.UNISOLATED, node.merge(Labels.of("direction", "egress")), counts.unisolatedEgress());
        samples.add(Metric.MISSED, node.merge(Labels.of("reason", "unnamed")), counts.unnamed());
        samples.add(Metric.MISSED, node.merge(Labels.of("reason", "uncounted")), counts.uncounted());
    }

    private static void add(Samples samples, Labels node, PairCount pair) {
        Labels labels = node.merge(ends(pair.source(), "source")).merge(ends(pair.destination(), "destination"));
        samples.verdicts(Metric.PAIR, labels, pair.direction(), pair.tally());
    }

    private static Labels ends(PairEnd end, String which) {
        String name = end.isOutside() ? "_outside" : end.kind() + "/" + end.name();
        return Labels.of(which + "_namespace", end.namespace(), which + "_workload", name);
    }

    private static void add(Samples samples, Labels node, PairRest rest) {
        Labels labels = node.merge(ends(OTHER, "source")).merge(ends(OTHER, "destination"));
        samples.verdict(Metric.PAIR, labels, rest.direction(), rest.verdict(), rest.other());
    }

    private static Labels ends(String name, String which) {
        return Labels.of(which + "_namespace", "", which + "_workload", name);
    }

    /** The metrics; Prometheus appends {@code _total}. */
    private enum Metric {
        POLICY(
                "weir_policy_verdicts",
                "Connections that a policy admitted (allowed), packets denied at pods that it isolates (denied), connections"
                        + " that pass because it is in shadow (would_deny)"),
        NAMESPACE("weir_namespace_verdicts", "Connections allowed and packets denied at isolated pods of a namespace"),
        PAIR(
                "weir_pair_verdicts",
                "Connections allowed and packets denied between two workloads, as the policies of one end judged"),
        UNISOLATED("weir_unisolated_connections", "Connections of pods that no policy isolates in that direction"),
        MISSED("weir_verdicts_missed", "Connections and packets that no other metric of verdicts contains");

        private final String title;
        private final String help;

        Metric(String title, String help) {
            this.title = title;
            this.help = help;
        }
    }

    /** Samples by metric. */
    private static final class Samples {
        private final Map<Metric, CounterSnapshot.Builder> metrics = new LinkedHashMap<>();

        void verdicts(Metric metric, Labels labels, Direction direction, Tally tally) {
            for (CountedVerdict verdict : CountedVerdict.values()) {
                verdict(metric, labels, direction, verdict, tally.of(verdict));
            }
        }

        /** Few policies are ever in shadow: the others have no series for it. */
        void verdict(Metric metric, Labels labels, Direction direction, CountedVerdict verdict, long count) {
            if (verdict != CountedVerdict.WOULD_DENY || count > 0) {
                add(metric, labels.merge(Labels.of("direction", direction.label(), "verdict", verdict.label())), count);
            }
        }

        void add(Metric metric, Labels labels, long count) {
            metrics.computeIfAbsent(
                            metric,
                            unused ->
                                    CounterSnapshot.builder().name(metric.title).help(metric.help))
                    .dataPoint(CounterDataPointSnapshot.builder()
                            .labels(labels)
                            .value(count)
                            .build());
        }

        MetricSnapshots snapshots() {
            return new MetricSnapshots(metrics.values().stream()
                    .map(builder -> (MetricSnapshot) builder.build())
                    .toList());
        }
    }
}
