package dev.weir.daemon.grpc;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Waiting times between attempts: anything from nothing to a limit that doubles each time. The first attempt after a loss waits like that
 * too: a server that restarts loses all daemons in the same moment, and they must not all come back in another one.
 */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LIMIT = Duration.ofSeconds(5);

    private final DoubleSupplier random;
    private Duration limit = FIRST;

    /** @param random from 0 to below 1 */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    Duration next() {
        var most = limit;
        limit = most.multipliedBy(2).compareTo(LIMIT) > 0 ? LIMIT : most.multipliedBy(2);
        return Duration.ofNanos((long) (most.toNanos() * random.getAsDouble()));
    }

    void reset() {
        limit = FIRST;
    }
}
