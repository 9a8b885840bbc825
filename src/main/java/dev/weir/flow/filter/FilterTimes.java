package dev.weir.flow.filter;

import dev.weir.flow.EpochNanos;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Times in a filter: RFC 3339, or a date that stands for its first instant in UTC. */
final class FilterTimes {
    private FilterTimes() {}

    static long nanos(String text, Token value) {
        try {
            return EpochNanos.of(parse(value.text()));
        } catch (DateTimeException wrong) {
            throw new FilterSyntaxException(
                    text,
                    value.offset(),
                    value.shown() + " is not a time.",
                    "Write RFC 3339, such as \"2026-01-31T10:00:00Z\", or a date.");
        }
    }

    private static Instant parse(String value) {
        if (value.length() == 10) {
            return LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        return OffsetDateTime.parse(value).toInstant();
    }
}
