package dev.weir.flow.opensearch;

import static java.util.Comparator.comparing;

import dev.weir.flow.EpochNanos;
import dev.weir.flow.RecordedEnd;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.ConnectionSum;
import dev.weir.flow.store.ConnectionSums;
import dev.weir.flow.store.PairPort;
import dev.weir.flow.store.TimeRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Adds connections up by everything that tells them apart, some at a time: the cluster has no word for all of it in one. */
final class ConnectionSearch {
    private static final int AT_ONCE = 1_000;
    private static final List<String> OF_END =
            List.of("ip", "pod", "namespace", "workload_kind", "workload_name", "node", "instance");
    private static final List<Map<String, Object>> SOURCES = Stream.of(
                    OF_END.stream().map(field -> "src_" + field),
                    OF_END.stream().map(field -> "dest_" + field),
                    Stream.of("direction", "disposition", "protocol_number", "dest_port", "drop_reason"))
            .flatMap(fields -> fields)
            .map(ConnectionSearch::source)
            .toList();
    private static final Comparator<Found> NEWEST_FIRST = comparing(
                    (Found found) -> found.newest().record().time())
            .thenComparing(found -> found.newest().position())
            .reversed();

    private final RecordSearch search;

    /** What has the same words: its newest record tells all of them. */
    private record Found(StoredRecord newest, long events, long lastNanos) {
        ConnectionSum sum() {
            return new ConnectionSum(
                    RecordedEnd.source(newest.record()),
                    RecordedEnd.destination(newest.record()),
                    PairPort.of(newest.record()).judged(),
                    newest.record().drop().reason(),
                    events,
                    newest.record().time(),
                    EpochNanos.to(lastNanos),
                    newest.id());
        }
    }

    ConnectionSearch(RecordSearch search) {
        this.search = search;
    }

    private static Map<String, Object> source(String field) {
        return Map.of(field, Map.of("terms", Map.of("field", field, "missing_bucket", true)));
    }

    ConnectionSums connections(RecordFilter filter, TimeRange range, int limit) {
        Map<String, Object> selection = search.selection(filter, range);
        Map<String, Object> composite = new LinkedHashMap<>(Map.of("sources", SOURCES, "size", AT_ONCE));
        List<Found> found = new ArrayList<>();
        JsonNode page;
        do {
            page = page(selection, composite);
            page.path("buckets").valueStream().map(ConnectionSearch::read).forEach(found::add);
            composite.put("after", page.path("after_key"));
        } while (found.size() <= limit && page.path("buckets").size() == AT_ONCE);
        return ConnectionSums.of(
                found.stream().sorted(NEWEST_FIRST).map(Found::sum).toList(), limit);
    }

    private JsonNode page(Map<String, Object> selection, Map<String, Object> composite) {
        Map<String, Object> aggregations = Map.of(
                "events", Map.of("sum", Map.of("field", "count")),
                "last", first(List.of(RecordSearch.ordered("last_time_ns", true)), List.of("last_time_ns")),
                "newest", first(OpenSearchRecordStore.NEWEST_FIRST, true));
        return search.aggregate(selection, Map.of("connections", Map.of("composite", composite, "aggs", aggregations)))
                .path("connections");
    }

    /** By sorting: the engine's "max" is a floating-point number and loses the nanoseconds. */
    private static Map<String, Object> first(List<Map<String, Object>> order, Object fields) {
        return Map.of("top_hits", Map.of("size", 1, "sort", order, "_source", fields));
    }

    private static Found read(JsonNode bucket) {
        return new Found(
                RecordDocument.read(document(bucket, "newest")),
                Math.round(bucket.path("events").path("value").asDouble()),
                document(bucket, "last").path("last_time_ns").asLong());
    }

    private static JsonNode document(JsonNode bucket, String name) {
        return bucket.path(name).path("hits").path("hits").path(0).path("_source");
    }
}
