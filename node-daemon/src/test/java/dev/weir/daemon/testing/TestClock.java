package dev.weir.daemon.testing;

import dev.weir.daemon.net.NodeClock;
import java.time.Duration;
import java.time.Instant;

/** Time that passes when the test says so. */
public final class TestClock implements NodeClock {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private long nanos = Duration.ofHours(1).toNanos();

    public void advance(Duration duration) {
        nanos += duration.toNanos();
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos);
    }

    @Override
    public long monotonicNanos() {
        return nanos;
    }
}
