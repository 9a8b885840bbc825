package dev.weir.local.bench.console;

import dev.weir.local.bench.Percentile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** What was measured, with what it is to hold beside it. */
public final class ConsoleFigures {
    /** @param yardstick how long a fixed piece of work took beside it */
    private record PageFigure(
            String page, double p50, double p95, double worst, double cpu, double kilobytes, double yardstick) {
        Map<String, Double> values() {
            Map<String, Double> values = new LinkedHashMap<>();
            values.put("first_byte_p50_ms", p50);
            values.put("first_byte_p95_ms", p95);
            values.put("first_byte_worst_ms", worst);
            values.put("cpu_ms", cpu);
            values.put("gzip_kb", kilobytes);
            values.put("yardstick_p50_ms", yardstick);
            return values;
        }

        @Override
        public String toString() {
            return "first byte p50 %7.1f ms, p95 %7.1f ms; cpu %6.1f ms; %6.1f KB; yardstick %5.2f ms"
                    .formatted(p50, p95, cpu, kilobytes, yardstick);
        }
    }

    private final int records;
    private final int rounds;
    private final List<PageFigure> pages = new ArrayList<>();
    private final Map<String, Object> others = new LinkedHashMap<>();

    ConsoleFigures(int records, int rounds) {
        this.records = records;
        this.rounds = rounds;
    }

    /**
     * @param ascending milliseconds
     * @param cpuSeconds of all threads of the server, for all of these answers
     * @param yardstick median of a fixed piece of work between them, in milliseconds
     */
    void addPage(String page, List<Double> ascending, double cpuSeconds, long largestBytes, double yardstick) {
        pages.add(new PageFigure(
                page,
                share(ascending, 0.5),
                share(ascending, 0.95),
                rounded(ascending.getLast()),
                rounded(cpuSeconds * 1000 / ascending.size()),
                rounded(largestBytes / 1000.0),
                rounded(yardstick)));
    }

    String lastPage() {
        return pages.getLast().toString();
    }

    void addSimulation(List<Double> ascending) {
        Map<String, Object> simulation = new LinkedHashMap<>();
        simulation.put("p50_ms", share(ascending, 0.5));
        simulation.put("p95_ms", share(ascending, 0.95));
        simulation.put("hold", "one policy edit at most 1000 ms");
        others.put("simulation", simulation);
    }

    void addTabs(Map<String, Number> measured) {
        Map<String, Object> live = new TreeMap<>();
        measured.forEach((name, value) -> live.put(name, rounded(value.doubleValue())));
        live.put("hold", "below 1 core and 500 MB");
        others.put("live_tail", live);
    }

    private static double share(List<Double> ascending, double share) {
        return rounded(Percentile.of(ascending, share));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    public String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("bench", "console");
        all.put("namespaces", Town.NAMESPACES);
        all.put("policies", Town.policies());
        all.put("pods", Town.pods());
        all.put("records", records);
        all.put("rounds", rounds);
        Map<String, Object> each = new LinkedHashMap<>();
        for (PageFigure page : pages) {
            each.put(page.page(), page.values());
        }
        all.put("hold", "every page: first byte p95 at most 200 ms, HTML at most 100 KB compressed");
        all.put("pages", each);
        all.putAll(others);
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(all);
    }

    public String table() {
        StringBuilder table = new StringBuilder("%d namespaces, %d policies, %d pods, %d records of a day%n%n"
                .formatted(Town.NAMESPACES, Town.policies(), Town.pods(), records));
        pages.forEach(page -> table.append("%-46s %s%n".formatted(page.page(), page)));
        table.append("held to: first byte p95 at most 200 ms, HTML at most 100 KB compressed%n%n".formatted());
        others.forEach((name, values) -> table.append("%s: %s%n".formatted(name, values)));
        return table.toString();
    }
}
