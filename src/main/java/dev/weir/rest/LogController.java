package dev.weir.rest;

import dev.weir.flow.filter.FilterField;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.FacetValue;
import dev.weir.flow.store.HistogramBar;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.store.TimeRange;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Records: what they add up to, and which values they have. The records themselves are in {@link RecordsController}. */
@RestController
@RequestMapping("/api/v1/logs")
@Tag(name = "Logs")
final class LogController {
    private static final int BARS = 60;
    private static final int MOST_FACETS = 1000;

    private final RecordStore store;
    private final Clock clock;

    LogController(RecordStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** @param readsAs how the filter was understood */
    record Histogram(String readsAs, Instant from, Instant to, Duration step, List<HistogramBar> bars) {}

    /** @param readsAs how the filter was understood */
    record Facets(String readsAs, String field, List<FacetValue> values) {}

    @GetMapping("/histogram")
    @Operation(summary = "Records per interval")
    Histogram histogram(LogSelection selection, @RequestParam(defaultValue = "") String step) {
        TimeRange range = selection.range(clock);
        RecordFilter filter = selection.recordFilter();
        Duration length = step.isEmpty() ? fitting(range) : TimeParameter.step(step);
        return new Histogram(
                filter.readsAs(), range.from(), range.to(), length, store.histogram(filter, range, length));
    }

    /** Whole seconds, so that bars start at round times. */
    private static Duration fitting(TimeRange range) {
        return Duration.ofSeconds(Math.max(1, range.length().toSeconds() / BARS));
    }

    @GetMapping("/facets")
    @Operation(summary = "Values that a field has, most frequent first")
    Facets facets(
            LogSelection selection,
            @RequestParam String field,
            @RequestParam(defaultValue = "") String prefix,
            @RequestParam(defaultValue = "20") int limit) {
        if (limit < 1 || limit > MOST_FACETS) {
            throw ProblemException.badParameter("limit", "is 1 to " + MOST_FACETS + ".");
        }
        FilterField column = RecordFilter.field(field)
                .orElseThrow(() ->
                        ProblemException.badParameter("field", "names no field of a record, or two: " + field + "."));
        RecordFilter filter = selection.recordFilter();
        return new Facets(
                filter.readsAs(), column.path(), store.facets(filter, selection.range(clock), column, prefix, limit));
    }
}
