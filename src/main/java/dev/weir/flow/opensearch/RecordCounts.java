package dev.weir.flow.opensearch;

import dev.weir.cluster.PolicyRef;
import dev.weir.flow.EpochNanos;
import dev.weir.flow.filter.FilterField;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.Bars;
import dev.weir.flow.store.DeniedBar;
import dev.weir.flow.store.FacetValue;
import dev.weir.flow.store.HistogramBar;
import dev.weir.flow.store.PairCount;
import dev.weir.flow.store.PairPort;
import dev.weir.flow.store.RecordStoreException;
import dev.weir.flow.store.RuleBar;
import dev.weir.flow.store.TimeRange;
import dev.weir.flow.store.WithheldCount;
import dev.weir.net.Direction;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
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
    /** With the rules in each of them, they are fewer buckets than a cluster permits in one answer (65,535). */
    private static final int BARS_AT_ONCE = 1_000;

    /** The same with each namespace in both directions in them, when there are some thousand. */
    private static final int NAMESPACED_BARS_AT_ONCE = 6;

    private static final String RULES = "admitting_rules";
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

    /** Documents of an earlier version do not have the rules in words; they are counted as records that do not say by which rule. */
    List<RuleBar> rules(PolicyRef policy, TimeRange range, Duration step) {
        Bars bars = Bars.of(range, step);
        String prefix = RecordDocument.rulesOf(policy);
        Map<String, Object> words =
                Map.of("field", RULES, "size", MOST_VALUES, "include", prefix.replace(".", "\\.") + ".*");
        Map<String, Object> untold = Map.of("bool", Map.of("must_not", Map.of("prefix", Map.of(RULES, prefix))));
        Map<String, Object> perRule = Map.of(
                "rules",
                Map.of("terms", words),
                "untold",
                Map.of("filter", untold, "aggs", Map.of("direction", Map.of("terms", Map.of("field", "direction")))));
        List<RuleBar> found = new ArrayList<>();
        for (TimeRange part : bars.parts(range, BARS_AT_ONCE)) {
            buckets(search.aggregate(admittedBy(policy, part), perBar("time_ms", step, perRule)), "bars")
                    .forEach(bar -> rules(bar, found));
        }
        return RuleBar.added(found);
    }

    private static Map<String, Object> admittedBy(PolicyRef policy, TimeRange range) {
        return RecordSearch.and(
                RecordSearch.within("time_ns", range),
                Map.of("term", Map.of("admitting_names", policy.name())),
                Map.of("term", Map.of("admitting_namespaces", policy.namespace())));
    }

    private static void rules(JsonNode bar, List<RuleBar> found) {
        Instant start = EpochNanos.to(nanos(bar));
        buckets(bar, "rules").forEach(rule -> found.add(RecordDocument.rule(key(rule), start, records(rule))));
        buckets(bar.path("untold"), "direction")
                .forEach(one -> found.add(new RuleBar(start, RecordDocument.direction(key(one)), null, records(one))));
    }

    List<DeniedBar> denied(TimeRange range, Duration step) {
        Bars bars = Bars.of(range, step);
        Map<String, Object> perEnd = new LinkedHashMap<>();
        for (Direction direction : Direction.values()) {
            perEnd.put(
                    direction.label(),
                    Map.of(
                            "filter",
                            Map.of("term", Map.of("direction", direction.label())),
                            "aggs",
                            by(judged(direction), EVENTS)));
        }
        List<DeniedBar> found = new ArrayList<>();
        for (TimeRange part : bars.parts(range, NAMESPACED_BARS_AT_ONCE)) {
            Map<String, Object> denials = RecordSearch.and(RecordSearch.within("time_ns", part), DENIED);
            buckets(search.aggregate(denials, perBar("time_ms", step, perEnd)), "bars")
                    .forEach(bar -> denied(bar, found));
        }
        return found.stream().sorted(DeniedBar.IN_ORDER).toList();
    }

    /** The namespace of the end whose policies decide. */
    private static String judged(Direction direction) {
        return direction == Direction.INGRESS ? "dest_namespace" : "src_namespace";
    }

    private static void denied(JsonNode bar, List<DeniedBar> found) {
        Instant start = EpochNanos.to(nanos(bar));
        for (Direction direction : Direction.values()) {
            buckets(bar.path(direction.label()), judged(direction))
                    .forEach(sum -> found.add(new DeniedBar(start, key(sum), direction, value(sum, "events"))));
        }
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

    /** The engine adds up in floating point, so times are right to a microsecond. */
    List<PairPort> pairPorts(RecordFilter filter, TimeRange range, int limit) {
        List<Map<String, Object>> fields = List.of(
                Map.of("field", "pair"),
                Map.of("field", "direction"),
                Map.of("field", "disposition"),
                Map.of("field", "protocol_number"),
                Map.of("field", "dest_port", "missing", 0));
        Map<String, Object> terms =
                Map.of("terms", fields, "size", limit, "shard_size", MOST_VALUES, "order", Map.of("events", "desc"));
        Map<String, Object> sums = Map.of(
                "events", sum("count"),
                "would_deny", sum("would_deny"),
                "first", Map.of("min", Map.of("field", "time_ns")),
                "last", Map.of("max", Map.of("field", "last_time_ns")));
        JsonNode found = search.aggregate(
                search.selection(filter, range), Map.of("ports", Map.of("multi_terms", terms, "aggs", sums)));
        return buckets(found, "ports").map(RecordCounts::pairPort).toList();
    }

    private static PairPort pairPort(JsonNode bucket) {
        JsonNode key = bucket.path("key");
        PairPort.Judged judged = new PairPort.Judged(
                key.path(1).asString().equals(Direction.INGRESS.label()) ? Direction.INGRESS : Direction.EGRESS,
                key.path(2).asString().equals("deny") ? Verdict.DENIED : Verdict.ALLOWED,
                new Protocol(key.path(3).asInt()),
                key.path(4).asInt());
        return new PairPort(
                RecordDocument.pair(key.path(0).asString(), records(bucket), value(bucket, "events")),
                judged,
                value(bucket, "would_deny"),
                EpochNanos.to(value(bucket, "first")),
                EpochNanos.to(value(bucket, "last")));
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
