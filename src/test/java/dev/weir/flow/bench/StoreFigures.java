package dev.weir.flow.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was measured, each beside what is to be held.
 *
 * @param records in the store when it was asked
 * @param ingestSeconds until all of them were durable
 * @param cpuSeconds that this process used meanwhile, in all its threads
 * @param bytes on disk
 * @param peakResidentBytes of this process, heap and engine
 * @param answers to each question
 * @param toTailNanos from a record's arrival until a live tail has it, sorted
 */
record StoreFigures(
        long records,
        double ingestSeconds,
        double cpuSeconds,
        long bytes,
        long peakResidentBytes,
        Map<Question, Answers> answers,
        List<Long> toTailNanos) {
    private static final long INGEST_HOLD = 50_000;
    private static final long BETWEEN_PUSHES_MILLIS = 200; // of the page's live tail, LogTailController

    enum Question {
        LAST_100_DENIES_OF_A_NAMESPACE(100),
        HISTOGRAM_OF_AN_HOUR_PER_MINUTE(150),
        TOP_10_DENIED_PAIRS_OF_A_DAY(1_000);

        final double holdMillis;

        Question(double holdMillis) {
            this.holdMillis = holdMillis;
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How long a question took.
     *
     * @param nanos of each answer, sorted
     * @param cpuNanos of all threads, for an answer
     */
    record Answers(List<Long> nanos, long cpuNanos) {
        double millis(int percent) {
            return StoreFigures.millis(nanos, percent);
        }
    }

    private static double millis(List<Long> sorted, int percent) {
        return sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1) / 1e6;
    }

    /** The page is told five times a second: at worst a record waits for the next time. */
    private Map<String, Object> toLiveTail() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("store_p50_ms", rounded(millis(toTailNanos, 50)));
        figures.put("store_p95_ms", rounded(millis(toTailNanos, 95)));
        figures.put("between_pushes_ms", BETWEEN_PUSHES_MILLIS);
        figures.put("hold_packet_to_browser_p95_ms", 500);
        return figures;
    }

    private double perSecond() {
        return records / ingestSeconds;
    }

    String json() {
        Map<String, Object> ingest = new LinkedHashMap<>();
        ingest.put("records_per_second", Math.round(perSecond()));
        ingest.put("hold_records_per_second", INGEST_HOLD);
        ingest.put("reference_gke_lines_per_second_and_node", 500);
        ingest.put("ratio_to_hold", rounded(perSecond() / INGEST_HOLD));
        ingest.put("seconds", rounded(ingestSeconds));
        ingest.put("cpu_microseconds_per_record", rounded(cpuSeconds * 1e6 / records));
        Map<String, Object> questions = new LinkedHashMap<>();
        answers.forEach((question, times) -> questions.put(question.key(), figures(question, times)));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("bench", "store");
        all.put("engine", "duckdb");
        all.put("records", records);
        all.put("bytes_per_record", rounded((double) bytes / records));
        all.put("peak_resident_bytes", peakResidentBytes);
        all.put("ingest", ingest);
        all.put("questions", questions);
        all.put("live_tail", toLiveTail());
        return JsonMapper.shared().writeValueAsString(all);
    }

    private static Map<String, Object> figures(Question question, Answers times) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("p50_ms", rounded(times.millis(50)));
        figures.put("p95_ms", rounded(times.millis(95)));
        figures.put("hold_p95_ms", question.holdMillis);
        figures.put("ratio_to_hold", rounded(times.millis(95) / question.holdMillis));
        figures.put("cpu_ms", rounded(times.cpuNanos() / 1e6));
        return figures;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    String table() {
        StringBuilder table = new StringBuilder();
        table.append("%,d records, %.0f bytes each on disk, at most %d MiB resident%n"
                .formatted(records, (double) bytes / records, peakResidentBytes >> 20));
        table.append("%-34s %,12.0f records/s %24s%n".formatted("ingest, durable", perSecond(), "hold ≥ 50,000"));
        answers.forEach((question, times) -> table.append("%-34s p50 %7.1f ms  p95 %7.1f ms  hold ≤ %5.0f ms%n"
                .formatted(question.key().replace('_', ' '), times.millis(50), times.millis(95), question.holdMillis)));
        table.append("%-34s p50 %7.1f ms  p95 %7.1f ms  and at most %d ms until the next push%n"
                .formatted(
                        "record to live tail",
                        millis(toTailNanos, 50),
                        millis(toTailNanos, 95),
                        BETWEEN_PUSHES_MILLIS));
        return table.toString();
    }
}
