package dev.weir.flow;

import java.time.Instant;

/** Instants as nanoseconds since 1970 in a long: exact from 1678 to 2262; what lies outside becomes the nearest. */
public final class EpochNanos {
    private static final long PER_SECOND = 1_000_000_000L;
    private static final Instant FIRST = to(Long.MIN_VALUE);
    private static final Instant LAST = to(Long.MAX_VALUE);

    private EpochNanos() {}

    public static long of(Instant instant) {
        if (instant.isBefore(FIRST)) {
            return Long.MIN_VALUE;
        }
        if (instant.isAfter(LAST)) {
            return Long.MAX_VALUE;
        }
        // The seconds of FIRST times a billion do not fit, although the sum does.
        return instant.getEpochSecond() < 0
                ? Math.addExact(
                        Math.multiplyExact(instant.getEpochSecond() + 1, PER_SECOND), instant.getNano() - PER_SECOND)
                : Math.addExact(Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano());
    }

    public static Instant to(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, PER_SECOND), Math.floorMod(nanos, PER_SECOND));
    }
}
