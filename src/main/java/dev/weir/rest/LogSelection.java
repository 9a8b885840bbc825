package dev.weir.rest;

import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.TimeRange;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;

/** Which records a request is about; the fields are query parameters. */
@ParameterObject
record LogSelection(
        @Parameter(description = "In the filter language; GKE's queries can be pasted") @Nullable
        String filter,

        @Parameter(description = "RFC 3339, or before now: -15m, -24h, -P1D; default an hour before to") @Nullable
        String from,

        @Parameter(description = "RFC 3339, now, or before now; default now") @Nullable
        String to) {

    RecordFilter recordFilter() {
        return RecordFilter.parse(filter == null ? "" : filter);
    }

    TimeRange range(Clock clock) {
        return new TimeParameter(clock).range(from, to);
    }
}
