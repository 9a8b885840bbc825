package dev.weir.flow.opensearch;

import dev.weir.flow.EpochNanos;
import dev.weir.flow.filter.FilterField;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.Bars;
import dev.weir.flow.store.FacetValue;
import dev.weir.flow.store.HistogramBar;
import dev.weir.flow.store.PairCount;
import dev.weir.flow.store.RecordStoreException;
import dev.weir.flow.store.TimeRange;
import dev.weir.flow.store.WithheldCount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Counts records by letting the cluster aggregate them. */
final class RecordCounts {
    private static final int MOST_VALUES = 10_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final Map<String, Object> DENIED = Map.of("term", Map.of("disposition", "deny"));
    private static final Map<String, Object> EVENTS = Map.of("events", sum("count"));

    private final RecordSearch search;
    private final String withheld;

    RecordCounts(RecordSearch search, String withheld) {
        this.search = search;
        this.withheld = withheld;
    }

    List<HistogramBar> histogram(RecordFilter filter, TimeRange range, Duration step) {
        Bars bars = Bars.of(range, step);
        List<HistogramBar> result = bars.empty();
        Map<String, Object> denied = Map.of("denied", Map.of("filter", DENIED, "aggs", EVENTS));
        buckets(search.aggregate(search.selection(filter, range), perBar("time_ms", step, denied)), "bars")
                .forEach(bucket -> result.set(bars.indexOf(nanos(bucket)), bar(bucket)));
        return List.copyOf(result);
    }

    private static HistogramBar bar(JsonNode bucket) {
        JsonNode denied = bucket.path("denied");
        long deniedRecords = records(denied);
        return new HistogramBar(
                EpochNanos.to(nanos(bucket)), records(bucket) - deniedRecords, deniedRecords, value(denied, "events"));
    }

    List<FacetValue> facets(RecordFilter filter, TimeRange range, FilterField field, String prefix, int limit) {
        JsonNode found = search.aggregate(
                search.selection(filter, range), Map.of("values", Map.of("terms", values(field, prefix))));
        String wanted = prefix.toLowerCase(Locale.ROOT);
        return buckets(found, "values")
                .map(bucket -> new FacetValue(bucket.path("key").asString(), records(bucket)))
                .filter(value -> value.value().toLowerCase(Locale.ROOT).startsWith(wanted))
                .sorted(Comparator.comparing(FacetValue::records).reversed().thenComparing(FacetValue::value))
                .limit(limit)
                .toList();
    }

    /** Of words only those with the prefix are counted; numbers are few enough to be looked through afterwards. */
    private static Map<String, Object> values(FilterField field, String prefix) {
        Map<String, Object> terms = new LinkedHashMap<>(Map.of("field", field.column(), "size", MOST_VALUES));
        if (field.isText() && !prefix.isEmpty()) {
            terms.put("include", inAnyCase(prefix) + ".*");
        }
        return terms;
    }

    private static String inAnyCase(String text) {
        return text.chars()
                .mapToObj(c -> Character.isLetter(c)
                        ? "[" + Character.toString(Character.toLowerCase(c))
                                + Character.toString(Character.toUpperCase(c)) + "]"
                        : "\\" + Character.toString(c))
                .collect(Collectors.joining());
    }

    List<WithheldCount> withheld(TimeRange range, Duration step) {
        Map<String, Object> sums = Map.of("allowed", sum("allowed"), "denied", sum("denied"));
        JsonNode found = search.aggregate(
                withheld,
                RecordSearch.within("second_ns", range),
                perBar("second_ms", step, by("node", by("namespace", sums))));
        List<WithheldCount> counts = new ArrayList<>();
        buckets(found, "bars").forEach(bar -> {
            Instant start = EpochNanos.to(nanos(bar));
            buckets(bar, "node")
                    .forEach(node -> buckets(node, "namespace")
                            .map(namespace -> new WithheldCount(
                                    start,
                                    key(node),
                                    key(namespace),
                                    value(namespace, "allowed"),
                                    value(namespace, "denied")))
                            .forEach(counts::add));
        });
        return List.copyOf(counts);
    }

    List<PairCount> topPairs(RecordFilter filter, TimeRange range, int limit) {
        Map<String, Object> terms =
                Map.of("field", "pair", "size", limit, "shard_size", MOST_VALUES, "order", Map.of("events", "desc"));
        JsonNode found = search.aggregate(
                search.selection(filter, range), Map.of("pairs", Map.of("terms", terms, "aggs", EVENTS)));
        return buckets(found, "pairs")
                .map(bucket -> RecordDocument.pair(key(bucket), records(bucket), value(bucket, "events")))
                .toList();
    }

    /** The engine's intervals start at multiples of the step since 1970, as ours do; but it knows no nanoseconds. */
    private static Map<String, Object> perBar(String field, Duration step, Map<String, Object> aggregations) {
        if (step.toNanos() % NANOS_PER_MILLI != 0) {
            throw new RecordStoreException.TooMuch("A step is a number of whole milliseconds in this store.");
        }
        return Map.of(
                "bars",
                Map.of(
                        "date_histogram",
                        Map.of("field", field, "fixed_interval", step.toMillis() + "ms", "min_doc_count", 1),
                        "aggs",
                        aggregations));
    }

    /** For each value, in the order of values. */
    private static Map<String, Object> by(String field, Map<String, Object> aggregations) {
        return Map.of(
                field,
                Map.of(
                        "terms",
                        Map.of("field", field, "size", MOST_VALUES, "order", Map.of("_key", "asc")),
                        "aggs",
                        aggregations));
    }

    private static Map<String, Object> sum(String field) {
        return Map.of("sum", Map.of("field", field));
    }

    private static Stream<JsonNode> buckets(JsonNode aggregations, String name) {
        return aggregations.path(name).path("buckets").valueStream();
    }

    private static String key(JsonNode bucket) {
        return bucket.path("key").asString();
    }

    private static long nanos(JsonNode bar) {
        return bar.path("key").asLong() * NANOS_PER_MILLI;
    }

    private static long records(JsonNode bucket) {
        return bucket.path("doc_count").asLong();
    }

    private static long value(JsonNode bucket, String name) {
        return Math.round(bucket.path(name).path("value").asDouble());
    }
}
