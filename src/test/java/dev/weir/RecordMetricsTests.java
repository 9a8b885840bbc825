package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.NodeName;
import dev.weir.cluster.PolicyRef;
import dev.weir.nodes.Enforcement;
import dev.weir.nodes.NodeCounts;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.NodeReport;
import dev.weir.nodes.NodeReport.DenialLines;
import dev.weir.nodes.NodeReport.Latency;
import dev.weir.nodes.NodeReport.LoggingState;
import dev.weir.nodes.NodeReport.NamespaceAccounting;
import dev.weir.nodes.NodeReport.RecordAccounting;
import dev.weir.nodes.NodeReport.RecordActivity;
import dev.weir.nodes.NodeStatus;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** GKE's names, as Prometheus reads them. */
class RecordMetricsTests {
    private static final NodeReport REPORT = new NodeReport(
            1,
            List.of(),
            List.of(),
            new RecordAccounting(
                    17,
                    4,
                    3,
                    Map.of("rate_limit", 8L, "ring_full", 2L),
                    1,
                    Map.of("shop", new NamespaceAccounting(4, 3, Map.of("rate_limit", 8L), DenialLines.NONE))),
            Map.of(),
            NodeCounts.NONE,
            0,
            new RecordActivity(
                    12,
                    9,
                    3,
                    1,
                    2,
                    new Latency(List.of(100.0, 150.0), List.of(2L, 1L, 0L), 330),
                    new Latency(List.of(5.1), List.of(0L, 1L), 5.2)),
            new LoggingState(2, true, null, List.of()),
            null);

    @Test
    void aNodesRecordingHasTheNamesOfGkesAgent() throws IOException {
        assertThat(scrape())
                .contains(
                        "policy_logging_ready{node=\"node-1\"} 1",
                        "policy_logging_enabled{enforcement=\"pod_policy\",node=\"node-1\"} 1",
                        "policy_logging_event_count{node=\"node-1\",verdict=\"allow\"} 12",
                        "policy_logging_log_count{enforcement=\"pod_policy\",node=\"node-1\",verdict=\"deny\"} 1",
                        "policy_logging_drop_count{enforcement=\"pod_policy\",node=\"node-1\",reason=\"rate_limit\"} 8",
                        "policy_logging_error_count{node=\"node-1\",reason=\"flow_queue_drop\"} 2",
                        "policy_logging_allowed_flow_processed_count{correlated=\"true\",node=\"node-1\"} 10",
                        "policy_logging_allow_latency_microseconds_bucket{node=\"node-1\",le=\"150.0\"} 3",
                        "policy_logging_deny_latency_seconds_count{node=\"node-1\"} 1");
    }

    @Test
    void theAccountIsThereByNamespaceAndFate() throws IOException {
        assertThat(scrape())
                .contains(
                        "weir_records{fate=\"written\",namespace=\"shop\",node=\"node-1\"} 4",
                        "weir_records{fate=\"rate_limit\",namespace=\"shop\",node=\"node-1\"} 8",
                        "weir_records_unreported{node=\"node-1\"} 1");
    }

    private static String scrape() throws IOException {
        var out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.builder().build().write(out, new RecordMetrics(new OneNode()).collect());
        return out.toString(StandardCharsets.UTF_8);
    }

    private static final class OneNode implements NodeRegistry {
        @Override
        public List<NodeProgress> nodes() {
            return List.of(new NodeProgress(
                    new NodeName("node-1"),
                    new NodeStatus.UpToDate(1, Instant.EPOCH),
                    1,
                    1,
                    null,
                    REPORT,
                    Instant.EPOCH));
        }

        @Override
        public @Nullable NodeProgress node(NodeName name) {
            return null;
        }

        @Override
        public Enforcement enforcement(PolicyRef policy) {
            throw new UnsupportedOperationException("not asked for");
        }
    }
}
