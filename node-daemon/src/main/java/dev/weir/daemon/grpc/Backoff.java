package dev.weir.daemon.grpc;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** Waiting times between attempts: doubled each time up to a limit, and spread, so that a thousand daemons do not come at once. */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(100);
    static final Duration LIMIT = Duration.ofSeconds(5);

    private final DoubleSupplier random;
    private Duration next = FIRST;

    /** @param random from 0 to below 1 */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /** Between half of the waiting time and the whole of it. */
    Duration next() {
        var base = next;
        next = next.multipliedBy(2).compareTo(LIMIT) > 0 ? LIMIT : next.multipliedBy(2);
        return Duration.ofNanos((long) (base.toNanos() * (0.5 + random.getAsDouble() / 2)));
    }

    void reset() {
        next = FIRST;
    }
}
