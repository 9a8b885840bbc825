package dev.weir.rest;

import dev.weir.flow.filter.PastedQuery;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.TimeRange;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;

/** Which records a request is about; the fields are query parameters. */
@ParameterObject
record LogSelection(
        @Parameter(
                description =
                        "In the filter language. A Cloud Logging query, a line of gcloud logging read or hubble observe, or an address of this server can be pasted as it is.",
                example = "disposition=\"deny\" AND dest.namespace=\"shop\"")
        @Nullable
        String filter,

        @Parameter(
                description =
                        "RFC 3339, or before now: -15m, -24h, -P1D; default what a pasted command says, else an hour before to",
                example = "-24h")
        @Nullable
        String from,

        @Parameter(description = "RFC 3339, now, or before now; default now", example = "now") @Nullable
        String to) {

    PastedQuery question() {
        return PastedQuery.of(filter == null ? "" : filter);
    }

    RecordFilter recordFilter() {
        return question().recordFilter();
    }

    TimeRange range(Clock clock) {
        return range(new TimeParameter(clock));
    }

    TimeRange range(TimeParameter times) {
        PastedQuery question = question();
        return times.range(given(from, question.from()), given(to, question.to()));
    }

    private static String given(@Nullable String parameter, String pasted) {
        return parameter == null || parameter.isBlank() ? pasted : parameter;
    }
}
