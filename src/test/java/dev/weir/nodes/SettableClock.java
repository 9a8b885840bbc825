package dev.weir.nodes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands until it is told that time has passed. */
public final class SettableClock extends Clock {
    private Instant now;

    public SettableClock() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    public SettableClock(Instant start) {
        now = start;
    }

    public void set(Instant time) {
        now = time;
    }

    public void pass(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
