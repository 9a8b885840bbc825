package dev.weir.counts;

import java.time.Duration;
import java.time.Instant;

/**
 * The time before an instant in equal stretches, the one under way included. They begin at multiples of their length since 1970.
 *
 * @param number how many there are
 */
public record Stretches(Duration length, int number) {
    /** The last day, by half hours. */
    public static final Stretches DAY = new Stretches(Duration.ofMinutes(30), 48);

    /** The last five minutes. */
    public static final Stretches MINUTES = new Stretches(Duration.ofMinutes(1), 5);

    /** When the first one begins. */
    public Instant begin(Instant end) {
        long current = Math.floorDiv(end.getEpochSecond(), length.toSeconds());
        return Instant.ofEpochSecond((current - number + 1) * length.toSeconds());
    }
}
