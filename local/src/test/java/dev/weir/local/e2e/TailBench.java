package dev.weir.local.e2e;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.WaitForFunctionOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.weir.local.bench.Percentile;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code ./weir bench tail [--json]}: from the packet to the row in a browser that shows the live tail. It begins with the kernel's time of the first
 * packet, which the row tells, and ends with the first frame that the browser draws with the row. Everything is real: the local cluster, the
 * connections of its sample application, and Chromium; all of them, and two daemons and the server, share this machine.
 */
final class TailBench {
    private static final int ROWS = 200;
    private static final Duration LONGEST = Duration.ofMinutes(3);

    // Denials are merged for five seconds before they are records.
    private static final String PAGE = "/logs?live=1&verdict=allow";

    private static final String WATCH = """
            () => {
              window.delays = [];
              const tell = (row) => requestAnimationFrame(
                () => window.delays.push(Date.now() - Date.parse(row.querySelector("time").dateTime)));
              const rows = (node) => node.nodeType === Node.ELEMENT_NODE && node.matches("tr:has(time)");
              new MutationObserver((changes) =>
                changes.forEach((change) => [...change.addedNodes].filter(rows).forEach(tell)))
                .observe(document.querySelector("[data-tail-rows]"), {childList: true});
            }""";

    private TailBench() {}

    public static void main(String[] arguments) {
        List<String> options = List.of(arguments);
        if (!options.isEmpty() && !options.equals(List.of("--json"))) {
            System.err.println("tail knows --json, not " + String.join(" ", options));
            System.exit(2);
        }
        try (Cluster cluster = Cluster.up()) {
            System.err.println(
                    "from the packet to the row in a browser: " + ROWS + " connections of the sample application");
            Map<String, Object> figures = figures(delays());
            System.out.println(
                    options.isEmpty() ? table(figures) : JsonMapper.shared().writeValueAsString(figures));
        }
    }

    /** Milliseconds, ascending. */
    private static List<Double> delays() {
        Visitor visitor = new Visitor();
        try {
            Page page = visitor.signedIn();
            page.navigate(PAGE);
            PlaywrightAssertions.assertThat(page.locator("[data-tail-connection]"))
                    .hasAttribute("data-state", "open");
            page.evaluate(WATCH);
            page.waitForFunction(
                    "rows => window.delays.length >= rows",
                    ROWS,
                    new WaitForFunctionOptions().setTimeout(LONGEST.toMillis()));
            List<?> delays = (List<?>) page.evaluate("() => window.delays");
            return delays.stream()
                    .map(delay -> ((Number) delay).doubleValue())
                    .sorted()
                    .toList();
        } finally {
            visitor.leave();
        }
    }

    private static Map<String, Object> figures(List<Double> ascending) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("bench", "tail");
        figures.put("rows", ascending.size());
        figures.put("p50_ms", Percentile.of(ascending, 0.5));
        figures.put("p95_ms", Percentile.of(ascending, 0.95));
        figures.put("hold", "500 ms p95");
        return figures;
    }

    private static String table(Map<String, Object> figures) {
        StringBuilder table = new StringBuilder();
        figures.forEach((name, figure) -> table.append("%-8s %s%n".formatted(name, figure)));
        return table.toString();
    }
}
