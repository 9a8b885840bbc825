package dev.weir.daemon.net;

import java.time.Duration;
import java.time.Instant;

/** The two clocks of the node. Everything that needs the time takes one of these, so that tests own it. */
public interface NodeClock {
    /** Wall time, for people. */
    Instant now();

    /** {@code CLOCK_MONOTONIC} in nanoseconds, the clock of the datapath's events. */
    long monotonicNanos();

    /** The wall time of a moment of the monotonic clock; follows steps of the wall clock. */
    default Instant wallTimeOf(long monotonicNanos) {
        return now().minus(Duration.ofNanos(monotonicNanos() - monotonicNanos));
    }

    /** The clocks of this machine. */
    static NodeClock system() {
        return new SystemNodeClock();
    }
}
