package dev.weir.local.bench;

import static java.util.Objects.requireNonNull;

import dev.weir.local.bench.Latency.Test;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What was measured: the best median of each configuration, in nanoseconds and as a ratio to plain kernel routing. */
record DatapathFigures(int rounds, int milliseconds, Map<Configuration, Map<Test, Long>> best) {

    String json() {
        Map<String, Object> configurations = new LinkedHashMap<>();
        best.forEach((configuration, figures) -> configurations.put(configuration.name(), object(figures)));
        return JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "bench",
                        "datapath",
                        "rounds",
                        rounds,
                        "milliseconds",
                        milliseconds,
                        "configurations",
                        configurations));
    }

    private Map<String, Object> object(Map<Test, Long> figures) {
        Map<String, Object> object = new LinkedHashMap<>();
        figures.forEach((test, nanoseconds) -> object.put(
                name(test),
                Map.of("p50_ns", nanoseconds, "ratio", Math.round(ratio(test, nanoseconds) * 1000) / 1000.0)));
        return object;
    }

    String table() {
        StringBuilder table = new StringBuilder(
                "%-36s %22s %22s%n".formatted("ratio to plain kernel routing", "request/response", "connect/close"));
        best.forEach((configuration, figures) -> {
            table.append("%-36s".formatted(configuration.name()));
            figures.forEach((test, nanoseconds) ->
                    table.append(" %8.3f  %7.1f µs ".formatted(ratio(test, nanoseconds), nanoseconds / 1e3)));
            table.append(System.lineSeparator());
        });
        return table.toString();
    }

    private double ratio(Test test, long nanoseconds) {
        Long plain = requireNonNull(best.get(new Configuration.Plain())).get(test);
        return plain == null ? Double.NaN : (double) nanoseconds / plain;
    }

    private static String name(Test test) {
        return switch (test) {
            case REQUEST_RESPONSE -> "request_response";
            case CONNECT_CLOSE -> "connect_close";
        };
    }
}
