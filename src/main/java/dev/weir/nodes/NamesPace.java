package dev.weir.nodes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How many updates of names alone the whole cluster is sent: {@value #PER_SECOND} a second, whatever its size. Few nodes are told at once;
 * a thousand are told in turn, each about once a second, what has changed since its last turn.
 */
final class NamesPace {
    static final int PER_SECOND = 1_000;
    private static final Duration BETWEEN = Duration.ofSeconds(1).dividedBy(PER_SECOND);
    /** Unused turns of this long may be taken at once. */
    private static final Duration SAVED = Duration.ofMillis(50);

    private final Clock clock;
    private Instant nextTurn = Instant.MIN;

    NamesPace(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean mayGo() {
        return !nextTurn.isAfter(clock.instant());
    }

    synchronized void went() {
        Instant earliest = clock.instant().minus(SAVED);
        nextTurn = (nextTurn.isBefore(earliest) ? earliest : nextTurn).plus(BETWEEN);
    }
}
