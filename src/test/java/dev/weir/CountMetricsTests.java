package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.PolicyRef;
import dev.weir.counts.ClusterCounts;
import dev.weir.net.Direction;
import dev.weir.nodes.CountedVerdict;
import dev.weir.nodes.FakeNodeRegistry;
import dev.weir.nodes.NodeCounts;
import dev.weir.nodes.NodeCounts.NamespaceCount;
import dev.weir.nodes.NodeCounts.PairCount;
import dev.weir.nodes.NodeCounts.PairEnd;
import dev.weir.nodes.NodeCounts.PairRest;
import dev.weir.nodes.NodeCounts.PolicyCount;
import dev.weir.nodes.NodeCounts.Series;
import dev.weir.nodes.NodeCounts.Tally;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts as Prometheus reads them, and that they are those of the API. */
class CountMetricsTests {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final PolicyRef WEB_IN = new PolicyRef("shop", "web-in");

    private static final NodeCounts COUNTS = new NodeCounts(
            true,
            NOON,
            List.of(new PolicyCount(WEB_IN, Direction.INGRESS, new Tally(7, 1, NOON, NOON), 9, NOON, List.of())),
            List.of(new NamespaceCount(
                    "shop", Direction.INGRESS, new Tally(7, 1, null, null), Series.EMPTY, Series.EMPTY)),
            List.of(new PairCount(
                    PairEnd.OUTSIDE,
                    new PairEnd("shop", "Deployment", "web"),
                    Direction.INGRESS,
                    new Tally(4, 0, NOON, null),
                    NOON)),
            List.of(new PairRest(Direction.INGRESS, CountedVerdict.ALLOWED, 2, 0, 1)),
            0,
            3,
            5,
            0);

    private final FakeNodeRegistry nodes = new FakeNodeRegistry();

    @BeforeEach
    void twoNodesReport() {
        nodes.report("node-1", COUNTS, NOON);
        nodes.report("node-2", COUNTS, NOON);
    }

    @Test
    void eachSeriesIsOneNodesOwn() throws IOException {
        assertThat(scrape(new MetricsProperties(true, true)))
                .contains(
                        "# TYPE weir_policy_verdicts_total counter",
                        "weir_policy_verdicts_total{direction=\"ingress\",namespace=\"shop\",node=\"node-1\",policy=\"web-in\","
                                + "verdict=\"allowed\"} 7",
                        "weir_policy_verdicts_total{direction=\"ingress\",namespace=\"shop\",node=\"node-2\",policy=\"web-in\","
                                + "verdict=\"denied\"} 1",
                        "weir_namespace_verdicts_total{direction=\"ingress\",namespace=\"shop\",node=\"node-1\","
                                + "verdict=\"allowed\"} 7",
                        "weir_unisolated_connections_total{direction=\"egress\",node=\"node-1\"} 3",
                        "weir_verdicts_missed_total{node=\"node-1\",reason=\"unnamed\"} 5");
    }

    @Test
    void whatANodeDoesNotTellApartIsOnePairThatSaysSo() throws IOException {
        assertThat(scrape(new MetricsProperties(true, true)))
                .contains(
                        "source_namespace=\"\",source_workload=\"_outside\",verdict=\"allowed\"} 4",
                        "source_namespace=\"\",source_workload=\"_other\",verdict=\"allowed\"} 2");
    }

    @Test
    void familiesThatGrowCanBeLeftOut() throws IOException {
        assertThat(scrape(new MetricsProperties(false, false)))
                .contains("weir_namespace_verdicts_total")
                .doesNotContain("weir_policy_verdicts", "weir_pair_verdicts");
    }

    @Test
    void theSumOfTheSeriesIsWhatTheApiSays() throws IOException {
        ClusterCounts counts = new ClusterCounts(nodes, Clock.fixed(NOON, ZoneOffset.UTC));
        Map<Direction, Tally> policy = counts.policies().getOrDefault(WEB_IN, Map.of());
        String scraped = scrape(new MetricsProperties(true, true));

        assertThat(sum(scraped, "weir_policy_verdicts_total", "verdict=\"allowed\""))
                .isEqualTo(14)
                .isEqualTo(policy.getOrDefault(Direction.INGRESS, Tally.ZERO).allowed());
        assertThat(sum(scraped, "weir_policy_verdicts_total", "verdict=\"denied\""))
                .isEqualTo(2)
                .isEqualTo(policy.getOrDefault(Direction.INGRESS, Tally.ZERO).denied());
        assertThat(sum(scraped, "weir_namespace_verdicts_total", "verdict=\"allowed\""))
                .isEqualTo(counts.namespaces().getFirst().tally().allowed());
        assertThat(sum(scraped, "weir_pair_verdicts_total", "_outside"))
                .isEqualTo(counts.pairs("shop").getFirst().tally().allowed());
    }

    private static long sum(String scraped, String metric, String label) {
        return scraped.lines()
                .filter(line -> line.startsWith(metric + "{") && line.contains(label))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String scrape(MetricsProperties properties) throws IOException {
        var out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.builder().build().write(out, new CountMetrics(nodes, properties).collect());
        return out.toString(StandardCharsets.UTF_8);
    }
}
