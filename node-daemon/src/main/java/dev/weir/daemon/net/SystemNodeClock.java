package dev.weir.daemon.net;

import java.time.Instant;

/** The only place that asks the machine for the time. On Linux {@code System.nanoTime} is {@code CLOCK_MONOTONIC}. */
final class SystemNodeClock implements NodeClock {
    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }
}
