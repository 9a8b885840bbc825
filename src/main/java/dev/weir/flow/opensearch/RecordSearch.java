package dev.weir.flow.opensearch;

import dev.weir.flow.EpochNanos;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.FilterField;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.Questions;
import dev.weir.flow.store.RecordStoreException;
import dev.weir.flow.store.TimeRange;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Asks the indices of records: a few questions at once, each for a limited time, and never for half an answer. */
final class RecordSearch {
    private static final int QUESTIONS_AT_ONCE = 16;
    private static final String TIMEOUT = "20s";
    private static final int MOST_WORDS = 50_000;

    private final Requests requests;
    private final String indices;
    private final Questions questions = new Questions(QUESTIONS_AT_ONCE);

    RecordSearch(Requests requests, String indices) {
        this.requests = requests;
        this.indices = indices;
    }

    /** The records of a time that match. */
    Map<String, Object> selection(RecordFilter filter, TimeRange range) {
        return matching(filter, within("time_ns", range));
    }

    /** The records of a query that match. */
    Map<String, Object> matching(RecordFilter filter, Map<String, Object> query) {
        return and(query, filter.toSearch(field -> words(field, query)));
    }

    static Map<String, Object> within(String field, TimeRange range) {
        return Map.of(
                "range", Map.of(field, Map.of("gte", EpochNanos.of(range.from()), "lt", EpochNanos.of(range.to()))));
    }

    @SafeVarargs
    static Map<String, Object> and(Map<String, Object>... conditions) {
        return Map.of("bool", Map.of("filter", List.of(conditions)));
    }

    private Collection<String> words(FilterField field, Map<String, Object> query) {
        JsonNode found = aggregate(
                        query, Map.of("words", Map.of("terms", Map.of("field", field.column(), "size", MOST_WORDS))))
                .path("words");
        if (found.path("sum_other_doc_count").asLong() > 0) {
            throw new RecordStoreException.TooMuch("There are more than " + MOST_WORDS + " values of " + field.path()
                    + " to try the regular expression on; choose a shorter time, or use : instead.");
        }
        return found.path("buckets")
                .valueStream()
                .map(bucket -> bucket.path("key").asString())
                .toList();
    }

    /** Records in an order that "after", if it is not empty, continues. */
    List<StoredRecord> records(
            Map<String, Object> query, List<Map<String, Object>> order, List<Long> after, int limit) {
        Map<String, Object> body = body(query, order, limit);
        if (!after.isEmpty()) {
            body.put("search_after", after);
        }
        return records(body);
    }

    /** Of the records with the same word in a field the first one in that order. */
    List<StoredRecord> firstOfEach(
            String field, Map<String, Object> query, List<Map<String, Object>> order, int limit) {
        Map<String, Object> body = body(query, order, limit);
        body.put("collapse", Map.of("field", field));
        return records(body);
    }

    private static Map<String, Object> body(Map<String, Object> query, List<Map<String, Object>> order, int limit) {
        Map<String, Object> body = body(query);
        body.put("size", limit);
        body.put("sort", order);
        body.put("track_total_hits", false);
        return body;
    }

    private List<StoredRecord> records(Map<String, Object> body) {
        return ask(indices, body)
                .path("hits")
                .path("hits")
                .valueStream()
                .map(hit -> RecordDocument.read(hit.path("_source")))
                .toList();
    }

    static Map<String, Object> ordered(String field, boolean descending) {
        // An index whose first record is still on its way knows the field from its template, an empty one may not.
        return Map.of(field, Map.of("order", descending ? "desc" : "asc", "unmapped_type", "long"));
    }

    JsonNode aggregate(Map<String, Object> query, Map<String, Object> aggregations) {
        return aggregate(indices, query, aggregations);
    }

    JsonNode aggregate(String where, Map<String, Object> query, Map<String, Object> aggregations) {
        Map<String, Object> body = body(query);
        body.put("size", 0);
        body.put("track_total_hits", true);
        body.put("aggs", aggregations);
        JsonNode answer = ask(where, body);
        return answer.path("aggregations");
    }

    private static Map<String, Object> body(Map<String, Object> query) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("query", query);
        body.put("timeout", TIMEOUT);
        return body;
    }

    private JsonNode ask(String where, Map<String, Object> body) {
        String path = "/" + where
                + "/_search?allow_no_indices=true&ignore_unavailable=true&allow_partial_search_results=false";
        JsonNode answer = questions.ask(() -> requests.ask("POST", path, body).body());
        if (answer.path("timed_out").asBoolean()) {
            throw new RecordStoreException.TooMuch(
                    "The search took too long; choose a shorter time or a narrower filter.");
        }
        return answer;
    }
}
