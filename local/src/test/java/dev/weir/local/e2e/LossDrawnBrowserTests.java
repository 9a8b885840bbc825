package dev.weir.local.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A pod opens four times as many connections a second as its node may record. What is recorded and what is told as missing are together what was
 * generated: on the page, in the exported lines and in the exported table.
 */
@Tag("browser")
@ExtendWith(ClusterExtension.class)
class LossDrawnBrowserTests {

    private static final String NAMESPACE = "e2e-loss";
    private static final int PER_SECOND = 2000;
    private static final int SECONDS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final TestNamespace PODS = TestNamespace.of(NAMESPACE)
            .withPod("client", "weir-node-1")
            .withPod("server", "weir-node-1")
            .with(Manifests.admitUdp(NAMESPACE, "server", "client", 8080));

    @RegisterExtension
    final Visitor visitor = new Visitor();

    @Test
    void whatIsShownAndWhatIsToldAsMissingAreTogetherWhatWasGenerated(Cluster cluster) {
        Page live = visitor.signedIn();
        live.navigate("/logs?live=1&ns=" + NAMESPACE);
        assertThat(live.locator("[data-tail-connection]")).hasAttribute("data-state", "open");
        long lostBefore = lost(cluster);
        Instant begin = Instant.now().minusSeconds(1);

        int generated = Volley.of(
                new Volley.Pod(NAMESPACE, "client"),
                Volley.at(cluster.podAddress(NAMESPACE, "server"), 8080),
                PER_SECOND,
                SECONDS);

        String time = "from=" + begin + "&to=" + Instant.now().plusSeconds(2);
        assertThat(generated).isEqualTo(PER_SECOND * SECONDS);
        await().atMost(PATIENCE).until(() -> total(cluster, time) + lost(cluster) - lostBefore >= generated);
        long lost = lost(cluster) - lostBefore;

        List<JsonNode> lines = lines(cluster, time);
        assertThat(lines.stream().mapToLong(LossDrawnBrowserTests::withheld).sum())
                .as("withheld by the budget of 500 a second")
                .isGreaterThan(generated / 2);
        assertThat(lines.stream()
                        .mapToLong(line -> recorded(line) + withheld(line))
                        .sum())
                .as("NDJSON")
                .isBetween(generated - lost, (long) generated);
        assertThat(table(cluster, time)).as("CSV").isBetween(generated - lost, (long) generated);

        Page page = live.context().newPage();
        page.navigate("/logs?ns=" + NAMESPACE + "&" + time);
        assertThat(drawn(page)).as("the page").isBetween(generated - lost, (long) generated);
        assertThat(page.locator("section[aria-labelledby=histogram-heading] .legend"))
                .containsText("≥");
        assertThat(page.locator("#result tr.gap").first()).containsText("not recorded");
        assertThat(page.locator("svg.histogram rect.gap").first()).isAttached();
        assertThat(live.locator("[data-tail-rows] tr.gap").first()).containsText("not recorded");
        Visitor.lookAt(page, "logs-with-gaps");
    }

    /** The columns deny, allow and not recorded of the histogram as a table. */
    private static long drawn(Page page) {
        return page.locator("section[aria-labelledby=histogram-heading] table td.number").allTextContents().stream()
                .mapToLong(cell -> Long.parseLong(cell.replaceAll("\\D", "")))
                .sum();
    }

    private static long total(Cluster cluster, String time) {
        return lines(cluster, time).stream()
                .mapToLong(line -> recorded(line) + withheld(line))
                .sum();
    }

    private static List<JsonNode> lines(Cluster cluster, String time) {
        String body = cluster.rest("GET", export(time), "", "Accept", "application/x-ndjson")
                .body();
        return body.lines()
                .map(JsonMapper.shared()::readTree)
                .filter(line -> !line.path("type").asString("").equals("end"))
                .toList();
    }

    private static String export(String time) {
        return "/logs?limit=100000&filter="
                + URLEncoder.encode("ns=\"" + NAMESPACE + "\"", StandardCharsets.UTF_8)
                + "&" + time;
    }

    private static long recorded(JsonNode line) {
        return line.has("disposition") ? line.get("count").asLong() : 0;
    }

    private static long withheld(JsonNode line) {
        JsonNode withheld = line.at("/weir/withheld");
        return withheld.path("allowed").asLong(0) + withheld.path("denied").asLong(0);
    }

    /** The sum of the column “count”, which a gap has too. */
    private static long table(Cluster cluster, String time) {
        List<String> rows = cluster.rest("GET", export(time), "", "Accept", "text/csv")
                .body()
                .lines()
                .filter(row -> !row.startsWith("# ") && !row.startsWith("\"# "))
                .toList();
        int count = Arrays.asList(rows.getFirst().split(",")).indexOf("count");
        return rows.stream()
                .skip(1)
                .mapToLong(row -> Long.parseLong(row.split(",", -1)[count]))
                .sum();
    }

    /** What the nodes have lost since they were started; budgets lose nothing. */
    private static long lost(Cluster cluster) {
        return cluster.get("/logs?limit=1").at("/coverage/lost").asLong();
    }
}
