package dev.weir.flow.store;

import java.time.Duration;
import java.time.Instant;

/** From an instant to another; the end is not in it. */
public record TimeRange(Instant from, Instant to) {
    public TimeRange {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a time range ends before it starts: " + from + " to " + to);
        }
    }

    /** The time before an instant. */
    public static TimeRange before(Instant end, Duration length) {
        return new TimeRange(end.minus(length), end);
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(to);
    }

    public Duration length() {
        return Duration.between(from, to);
    }
}
