package dev.weir;

import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.NodeReport;
import dev.weir.nodes.NodeReport.Latency;
import dev.weir.nodes.NodeReport.NamespaceAccounting;
import dev.weir.nodes.NodeReport.RecordActivity;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * The recording of every node, for Prometheus: with the names of GKE's agent, and the account by namespace as {@code weir_records}. The
 * numbers are those of the nodes' last reports. They have no type, because a type would change the names. Bounded by nodes and by nodes times
 * namespaces.
 */
@Component
final class RecordMetrics implements MultiCollector {
    private static final List<String> DROPS = List.of("rate_limit", "aggregation_limit");
    /** Ours to GKE's names of errors. */
    private static final Map<String, String> ERRORS = Map.of(
            "ring_full", "flow_queue_drop",
            "denial_map_full", "aggregator_queue_drop",
            "write_failed", "write_disk_fail",
            "unresolved", "get_policy_fail");

    private final NodeRegistry nodes;

    RecordMetrics(NodeRegistry nodes) {
        this.nodes = nodes;
    }

    @Override
    public MetricSnapshots collect() {
        Samples samples = new Samples();
        List<NodeProgress> all = nodes.nodes();
        for (NodeProgress node : all) {
            NodeReport report = node.report();
            if (report != null) {
                add(samples, node.name().value(), report);
            }
        }
        List<MetricSnapshot> snapshots = new ArrayList<>(samples.snapshots());
        snapshots.add(histogram("policy_logging_allow_latency_microseconds", all, RecordActivity::allowLatency));
        snapshots.add(histogram("policy_logging_deny_latency_seconds", all, RecordActivity::denyLatency));
        return new MetricSnapshots(snapshots);
    }

    private static void add(Samples all, String node, NodeReport report) {
        Of samples = (metric, value, labels) -> all.add(
                "policy_logging_" + metric, value, Labels.of("node", node).merge(Labels.of(labels)));
        samples.add("ready", 1);
        samples.add("enabled", report.logging().enabled() ? 1 : 0, "enforcement", "pod_policy");
        addActivity(samples, report.activity());
        addLosses(samples, report.records().lostByReason());
        report.records().namespaces().forEach((namespace, entry) -> add(all, node, namespace, entry));
        all.add("weir_records_unreported", report.records().unreported(), Labels.of("node", node));
    }

    /** Takes samples of one node. */
    private interface Of {
        void add(String metric, double value, String... labels);
    }

    private static void addActivity(Of samples, RecordActivity activity) {
        samples.add("event_count", activity.allowedEvents(), "verdict", "allow");
        samples.add("event_count", activity.deniedEvents(), "verdict", "deny");
        samples.add("log_count", activity.allowedLines(), "enforcement", "pod_policy", "verdict", "allow");
        samples.add("log_count", activity.deniedLines(), "enforcement", "pod_policy", "verdict", "deny");
        long resolved = activity.allowedEvents() - activity.unresolved();
        samples.add("allowed_flow_processed_count", resolved, "correlated", "true");
        samples.add("allowed_flow_processed_count", activity.unresolved(), "correlated", "false");
    }

    private static void addLosses(Of samples, Map<String, Long> lost) {
        DROPS.forEach(reason -> samples.add(
                "drop_count", lost.getOrDefault(reason, 0L), "enforcement", "pod_policy", "reason", reason));
        ERRORS.forEach((ours, reason) -> samples.add("error_count", lost.getOrDefault(ours, 0L), "reason", reason));
    }

    private static void add(Samples samples, String node, String namespace, NamespaceAccounting entry) {
        BiConsumer<String, Long> fate = (word, events) ->
                samples.add("weir_records", events, Labels.of("node", node, "namespace", namespace, "fate", word));
        fate.accept("written", entry.written());
        fate.accept("aggregated", entry.aggregated());
        entry.lostByReason().forEach(fate);
    }

    private static MetricSnapshot histogram(
            String name, List<NodeProgress> nodes, Function<RecordActivity, Latency> latency) {
        HistogramSnapshot.Builder histogram = HistogramSnapshot.builder().name(name);
        for (NodeProgress node : nodes) {
            NodeReport report = node.report();
            if (report != null && !latency.apply(report.activity()).counts().isEmpty()) {
                Latency counted = latency.apply(report.activity());
                histogram.dataPoint(HistogramDataPointSnapshot.builder()
                        .labels(Labels.of("node", node.name().value()))
                        .classicHistogramBuckets(buckets(counted))
                        .sum(counted.sum())
                        .build());
            }
        }
        return histogram.build();
    }

    private static ClassicHistogramBuckets buckets(Latency counted) {
        List<Double> bounds = new ArrayList<>(counted.bounds());
        bounds.add(Double.POSITIVE_INFINITY);
        return ClassicHistogramBuckets.of(bounds, counted.counts());
    }

    /** Samples by the name of their metric. */
    private static final class Samples {
        private final Map<String, UnknownSnapshot.Builder> metrics = new LinkedHashMap<>();

        void add(String metric, double value, Labels labels) {
            metrics.computeIfAbsent(metric, name -> UnknownSnapshot.builder().name(name))
                    .dataPoint(UnknownDataPointSnapshot.builder()
                            .labels(labels)
                            .value(value)
                            .build());
        }

        List<MetricSnapshot> snapshots() {
            return metrics.values().stream()
                    .map(builder -> (MetricSnapshot) builder.build())
                    .toList();
        }
    }
}
