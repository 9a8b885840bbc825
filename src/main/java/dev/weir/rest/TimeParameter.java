package dev.weir.rest;

import dev.weir.flow.TimeText;
import dev.weir.flow.store.TimeRange;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times in queries: RFC 3339, {@code now}, or a time before now such as {@code -15m} or {@code -P1D}. */
final class TimeParameter {
    private static final Duration DEFAULT_LENGTH = Duration.ofHours(1);

    private static final int STEPS = 60;

    private final Instant now;

    TimeParameter(Clock clock) {
        this(clock.instant());
    }

    /** @param now before which times are that say how long before; without an end it is the end */
    TimeParameter(Instant now) {
        this.now = now;
    }

    Instant now() {
        return now;
    }

    /** Without an end until now; without a beginning the hour before the end. */
    TimeRange range(@Nullable String from, @Nullable String to) {
        Instant end = to == null || to.isBlank() ? now : instant("to", to);
        Instant start = from == null || from.isBlank() ? end.minus(DEFAULT_LENGTH) : instant("from", from);
        if (end.isBefore(start)) {
            throw ProblemException.badParameter("from", "is after to.");
        }
        return new TimeRange(start, end);
    }

    Instant instant(String name, String text) {
        try {
            return TimeText.time(text, now);
        } catch (DateTimeException wrong) {
            throw ProblemException.badParameter(
                    name, "is a time such as 2026-01-31T10:00:00Z, now, -15m, -24h or -P1D; \"" + text + "\" is not.");
        }
    }

    /** A length such as {@code 60s}, {@code 5m} or {@code PT1M}; if empty, of whole seconds, so that intervals start at round times. */
    static Duration step(String text, TimeRange range) {
        return text.isEmpty()
                ? Duration.ofSeconds(Math.max(1, range.length().toSeconds() / STEPS))
                : length("step", text);
    }

    /** Likewise. */
    static Duration length(String name, String text) {
        try {
            Duration step = TimeText.length(text);
            if (step.isPositive()) {
                return step;
            }
        } catch (DateTimeException wrong) {
            throw wrongLength(name, wrong);
        }
        throw wrongLength(name, null);
    }

    private static ProblemException wrongLength(String name, @Nullable Throwable cause) {
        ProblemException wrong =
                ProblemException.badParameter(name, "is a length of time such as 60s, 5m, 1h or PT1M.");
        if (cause != null) {
            wrong.addSuppressed(cause);
        }
        return wrong;
    }
}
