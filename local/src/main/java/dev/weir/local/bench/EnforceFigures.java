package dev.weir.local.bench;

import dev.weir.local.bench.EnforceBench.Timing;
import dev.weir.local.bench.EnforceBench.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** What {@code bench enforce} prints: percentiles of each stage for each kind of write and each size of the cluster, and what they are held against. */
final class EnforceFigures {

    /** What Cilium states of its agent, from API event to datapath, in milliseconds; see the benchmarks page. */
    private static final Map<String, Object> REFERENCE = Map.of("name", "Cilium agent", "p50_ms", 9, "p99_ms", 317);

    private static final Map<String, Object> HOLD = Map.of("p50_ms", 20, "p99_ms", 100);
    private static final Pattern IN_FORCE = Pattern.compile("revision \\d+ in force: (\\d+) writes in (\\d+) µs");
    private static final double NANOS_PER_MILLI = 1e6;

    private final int writes;
    private final List<Map<String, Object>> sizes = new ArrayList<>();
    private Map<String, Object> memory = Map.of();
    private int linesSeen;

    EnforceFigures(int writes) {
        this.writes = writes;
    }

    /** @param log of the daemon that enforces, for its own part of the time */
    void add(int pods, Map<Write, List<Timing>> timings, Path log) throws IOException {
        Map<String, Object> size = new LinkedHashMap<>();
        size.put("pods", pods);
        timings.forEach((write, list) -> size.put(name(write), stages(list)));
        List<Long> took =
                daemonNanos(log, timings.values().stream().mapToInt(List::size).sum());
        size.put("daemon", Map.of("plan_save_and_maps", percentiles(took)));
        sizes.add(size);
    }

    void addMemory(Map<String, Object> measured) {
        memory = measured;
    }

    private static String name(Write write) {
        return write.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> stages(List<Timing> timings) {
        Map<String, Object> stages = new LinkedHashMap<>();
        stages.put("enforced", percentiles(timings, Timing::enforced));
        stages.put("acknowledged", percentiles(timings, Timing::acknowledged));
        stages.put("of_it_api", percentiles(timings, Timing::stored));
        return stages;
    }

    private static Map<String, Object> percentiles(List<Timing> timings, ToLongFunction<Timing> stage) {
        return percentiles(timings.stream().map(stage::applyAsLong).toList());
    }

    private static Map<String, Object> percentiles(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        Map<String, Object> percentiles = new LinkedHashMap<>();
        for (int percent : new int[] {50, 90, 99}) {
            int index = Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1);
            percentiles.put("p" + percent + "_ms", sorted.isEmpty() ? null : millis(sorted.get(index)));
        }
        return percentiles;
    }

    private static double millis(long nanos) {
        return Math.round(nanos / NANOS_PER_MILLI * 100) / 100.0;
    }

    /** The daemon says of each revision how long it took; the last {@code count} are those of the writes. */
    private List<Long> daemonNanos(Path log, int count) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            List<Long> all = lines.map(IN_FORCE::matcher)
                    .filter(Matcher::find)
                    .map(line -> Long.parseLong(line.group(2)) * 1000)
                    .toList();
            List<Long> fresh = all.subList(Math.max(linesSeen, all.size() - count), all.size());
            linesSeen = all.size();
            return fresh;
        }
    }

    String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("bench", "enforce");
        all.put("writes_of_each_kind", writes);
        all.put("hold", HOLD);
        all.put("reference", REFERENCE);
        all.put("sizes", sizes);
        all.put("map_memory", memory);
        return JsonMapper.shared().writeValueAsString(all);
    }

    String table() {
        StringBuilder table = new StringBuilder("""
            From a write through the Kubernetes API, in ms: p50 / p90 / p99
            held to 20 / - / 100 (enforced); Cilium states 9 / - / 317 for its agent alone, from API event to datapath

            """);
        for (Map<String, Object> size : sizes) {
            table.append("%s pods%n".formatted(size.get("pods")));
            size.forEach((kind, stages) -> {
                if (stages instanceof Map<?, ?> rows) {
                    rows.forEach((stage, figures) ->
                            table.append("  %-16s %-20s %s%n".formatted(kind, stage, values(figures))));
                }
            });
        }
        table.append("%nmap memory%n".formatted());
        memory.forEach((what, value) -> table.append("  %-36s %s%n".formatted(what, value)));
        return table.toString();
    }

    private static String values(Object figures) {
        return figures instanceof Map<?, ?> map
                ? String.join(" / ", map.values().stream().map(String::valueOf).toList())
                : String.valueOf(figures);
    }
}
