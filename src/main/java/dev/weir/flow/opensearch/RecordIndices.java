package dev.weir.flow.opensearch;

import dev.weir.flow.store.RecordStoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The indices: one for each day of records and of what was withheld, and one for how far every spool is. The day is that of the record, so the
 * same record always goes to the same index, where its identity is unique; an index that rolls over by its size could take it twice.
 */
final class RecordIndices {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu.MM.dd");

    private final Requests requests;
    private final OpenSearchSettings settings;

    /** An index of a day with what it occupies, replicas included. */
    record Day(String index, LocalDate day, long bytes) {
        Instant end() {
            return day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
    }

    RecordIndices(Requests requests, OpenSearchSettings settings) {
        this.requests = requests;
        this.settings = settings;
    }

    /** Tells the cluster how new indices are laid out. The same every time, so several servers may. */
    void prepare() {
        requests.ask(
                "PUT", "/_index_template/" + settings.prefix() + "-records", template(records(), Mappings.RECORDS));
        requests.ask(
                "PUT", "/_index_template/" + settings.prefix() + "-withheld", template(withheld(), Mappings.WITHHELD));
        addNewFields(records(), Mappings.RECORDS);
        addNewFields(withheld(), Mappings.WITHHELD);
        Answer created = requests.send(
                "PUT",
                "/" + state(),
                Map.of(
                        "settings",
                        Map.of("number_of_replicas", settings.layout().replicas()),
                        "mappings",
                        Map.of("dynamic", false)));
        if (!created.isSuccess() && !created.body().toString().contains("resource_already_exists")) {
            throw Refusal.of(created);
        }
    }

    /**
     * To indices that an earlier version made, which refuse what they do not know. With full disks this has to wait for the next start, as records
     * wait for room.
     */
    private void addNewFields(String indices, Map<String, Object> properties) {
        Answer added = requests.send(
                "PUT",
                "/" + indices + "/_mapping?allow_no_indices=true&ignore_unavailable=true",
                Map.of("properties", properties));
        if (!added.isSuccess() && !(Refusal.of(added) instanceof RecordStoreException.Full)) {
            throw Refusal.of(added);
        }
    }

    private Map<String, Object> template(String pattern, Map<String, Object> properties) {
        OpenSearchSettings.Layout layout = settings.layout();
        return Map.of(
                "index_patterns", List.of(pattern),
                "template",
                        Map.of(
                                "settings",
                                        Map.of(
                                                "number_of_shards",
                                                layout.shards(),
                                                "number_of_replicas",
                                                layout.replicas(),
                                                "refresh_interval",
                                                layout.refresh().toMillis() + "ms",
                                                "max_result_window",
                                                20_000,
                                                "codec",
                                                "best_compression",
                                                "analysis.normalizer.lower",
                                                Map.of("type", "custom", "filter", List.of("lowercase"))),
                                "mappings", Map.of("dynamic", "strict", "properties", properties)));
    }

    String records() {
        return settings.prefix() + "-records-*";
    }

    String withheld() {
        return settings.prefix() + "-withheld-*";
    }

    String state() {
        return settings.prefix() + "-state";
    }

    String recordsOf(Instant time) {
        return settings.prefix() + "-records-" + day(time);
    }

    String withheldOf(Instant time) {
        return settings.prefix() + "-withheld-" + day(time);
    }

    /** A clock that is days ahead must not make an index for each of them. */
    private String day(Instant time) {
        Instant latest = settings.clock().instant().plus(Duration.ofDays(1));
        return DAY.format((time.isAfter(latest) ? latest : time).atOffset(ZoneOffset.UTC));
    }

    boolean isBeyondRetention(Instant time) {
        return time.isBefore(settings.clock().instant().minus(settings.retention()));
    }

    /** Oldest first. */
    List<Day> days() {
        JsonNode listed = requests.ask(
                        "GET",
                        "/_cat/indices/" + records() + "," + withheld()
                                + "?format=json&bytes=b&h=index,store.size&expand_wildcards=open",
                        null)
                .body();
        return listed.valueStream()
                .flatMap(index -> day(index).stream())
                .sorted(Comparator.comparing(Day::day).thenComparing(Day::index))
                .toList();
    }

    private static Optional<Day> day(JsonNode index) {
        String name = index.path("index").asString();
        try {
            LocalDate day = LocalDate.parse(name.substring(name.lastIndexOf('-') + 1), DAY);
            return Optional.of(new Day(name, day, index.path("store.size").asLong(0)));
        } catch (DateTimeParseException another) {
            return Optional.empty();
        }
    }

    /** Deletes what is too old, and the oldest while there is too much; never today's. Returns what was deleted. */
    List<String> deleteOld() {
        List<Day> days = days();
        Instant oldest = settings.clock().instant().minus(settings.retention());
        long excess = days.stream().mapToLong(Day::bytes).sum() - settings.maxBytes();
        Stream.Builder<String> deleted = Stream.builder();
        for (Day day : days) {
            boolean tooMuch = excess > 0 && day.end().isBefore(settings.clock().instant());
            if (!day.end().isAfter(oldest) || tooMuch) {
                delete(day.index());
                deleted.add(day.index());
                excess -= day.bytes();
            }
        }
        return deleted.build().toList();
    }

    /** Another server may have been faster. */
    private void delete(String index) {
        Answer answer = requests.send("DELETE", "/" + index, null);
        if (!answer.isSuccess() && !answer.isMissing()) {
            throw Refusal.of(answer);
        }
    }
}
