package dev.weir.local.bench;

import dev.weir.local.bench.RecordsBench.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What was measured of the recording, with what it is to hold and what others do beside it. */
final class RecordsFigures {

    private final Map<String, Object> figures = new LinkedHashMap<>();

    RecordsFigures() {
        figures.put("bench", "records");
    }

    void addEvents(int rate, Outcome outcome) {
        Map<String, Object> object = outcome(outcome);
        object.put("hold", "50,000 a second: none lost, none unaccounted; daemon at most 100 MiB");
        object.put("reference", "GKE writes 500 a second and node; Hubble kept about 700 of 4,293 a second");
        figures.put("events_" + rate, object);
    }

    void addFlood(Outcome outcome) {
        Map<String, Object> object = outcome(outcome);
        object.put("hold", "1,000,000 denied packets a second or what the machine sends: daemon below 0.10 cores");
        object.put(
                "limit",
                "the senders: they and the datapath they run through have all cores, and each packet is made anew");
        figures.put("deny_flood", object);
    }

    private static Map<String, Object> outcome(Outcome outcome) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("offered", outcome.sent().packets());
        object.put("offered_per_second", Math.round(outcome.sent().perSecond()));
        object.put("lines", outcome.account().written());
        object.put("aggregated", outcome.account().aggregated());
        object.put("lost", outcome.account().lost());
        object.put("unaccounted", outcome.unaccounted());
        object.put(
                "daemon_cores",
                rounded(outcome.cpu().toNanos() / (double) outcome.sent().nanoseconds()));
        object.put("daemon_rss_mib", outcome.rssBytes() >> 20);
        return object;
    }

    void addCost(Blocks blocks) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("pairs_of_blocks", blocks.pairings().size());
        object.put("not_recorded_p50_ns", blocks.without());
        object.put("recorded_p50_ns", blocks.with());
        object.put("ratio", rounded(blocks.ratio()));
        object.put(
                "ratio_95_percent",
                blocks.confidence().stream().map(RecordsFigures::rounded).toList());
        object.put("hold", "1.02");
        figures.put("connect_close", object);
    }

    /** @param ascending milliseconds */
    void addTail(List<Double> ascending) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("records", ascending.size());
        object.put("p50_ms", rounded(Percentile.of(ascending, 0.5)));
        object.put("p95_ms", rounded(Percentile.of(ascending, 0.95)));
        object.put("hold", "500 ms p95");
        figures.put("packet_to_live_tail", object);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    String json() {
        return JsonMapper.shared().writeValueAsString(figures);
    }

    String table() {
        StringBuilder table = new StringBuilder();
        figures.forEach((name, value) -> {
            table.append(name).append(System.lineSeparator());
            if (value instanceof Map<?, ?> object) {
                object.forEach((key, figure) -> table.append("  %-24s %s%n".formatted(key, figure)));
            }
        });
        return table.toString();
    }
}
