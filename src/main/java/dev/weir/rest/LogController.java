package dev.weir.rest;

import dev.weir.cluster.ObjectRef;
import dev.weir.flow.filter.FilterField;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.FacetValue;
import dev.weir.flow.store.HistogramBar;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.TimeRange;
import dev.weir.why.CoverageExplainer;
import dev.weir.why.RecordCoverage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Records: what they add up to, and which values they have. The records themselves are in {@link RecordsController}. */
@RestController
@RequestMapping("/api/v1/logs")
@Tag(name = "Logs")
final class LogController {
    private static final int MOST_FACETS = 1000;

    private final RecordReader store;
    private final CoverageExplainer coverage;
    private final Clock clock;

    LogController(RecordReader store, CoverageExplainer coverage, Clock clock) {
        this.store = store;
        this.coverage = coverage;
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
        Duration length = TimeParameter.step(step, range);
        return new Histogram(
                filter.readsAs(), range.from(), range.to(), length, store.histogram(filter, range, length));
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

    /**
     * What is missing, and why.
     *
     * @param readsAs how the filter was understood
     * @param withheld connections and packets that nodes' budgets kept from being recorded
     * @param complete whether nothing is known to be missing
     * @param causes the one that explains most first
     */
    record Coverage(
            String readsAs,
            Instant from,
            Instant to,
            long records,
            long withheld,
            boolean complete,
            List<Cause> causes) {}

    /**
     * Why a record is not there.
     *
     * @param object on which it lies
     * @param command that is the remedy
     * @param filter that would find something, when it is the filter's fault
     */
    record Cause(
            @Schema(
                    allowableValues = {
                        "no-permission",
                        "switch-off",
                        "not-annotated",
                        "no-policy",
                        "daemon-away",
                        "beyond-retention",
                        "lost",
                        "withheld",
                        "filtered"
                    })
            String kind,

            @Schema(example = "Denials are recorded for annotated namespaces only, and shop is not.")
            String sentence,

            @Nullable Subject object,
            String remedy,
            @Nullable String command,
            @Nullable String filter) {
        static Cause of(RecordCoverage.Cause cause) {
            ObjectRef object = cause.object();
            return new Cause(
                    cause.kind().label(),
                    cause.sentence(),
                    object == null ? null : new Subject(object.kind().kind(), object.namespace(), object.name()),
                    cause.remedy(),
                    cause.command(),
                    cause.filter());
        }
    }

    /** An object of the cluster; the namespace is empty for kinds that have none. */
    record Subject(String kind, String namespace, String name) {}

    @GetMapping("/coverage")
    @Operation(
            summary = "Why there are no records, or what is missing among them",
            description =
                    "Each cause with the object on which it lies and what to do; the one that explains most stands first.")
    Coverage coverage(LogSelection selection) {
        TimeRange range = selection.range(clock);
        RecordFilter filter = selection.recordFilter();
        RecordCoverage found = coverage.explain(filter, range);
        return new Coverage(
                filter.readsAs(),
                range.from(),
                range.to(),
                found.records(),
                found.withheld(),
                found.isComplete(),
                found.causes().stream().map(Cause::of).toList());
    }
}
