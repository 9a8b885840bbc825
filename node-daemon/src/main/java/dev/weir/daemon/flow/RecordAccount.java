package dev.weir.daemon.flow;

import java.util.EnumMap;
import java.util.Map;

/**
 * Where every event went that the settings ask to record: {@code offered = written + aggregated + lost}. An event is entered
 * once, when its fate is known. Thread-safe.
 */
public final class RecordAccount {
    /** Why an event did not become a line or part of one. */
    public enum Loss {
        RATE_LIMIT,
        AGGREGATION_LIMIT,
        RING_FULL,
        DENIAL_MAP_FULL,
        WRITE_FAILED,
        UNRESOLVED;

        /** As in reports and metrics. */
        public String label() {
            return switch (this) {
                case RATE_LIMIT -> "rate_limit";
                case AGGREGATION_LIMIT -> "aggregation_limit";
                case RING_FULL -> "ring_full";
                case DENIAL_MAP_FULL -> "denial_map_full";
                case WRITE_FAILED -> "write_failed";
                case UNRESOLVED -> "unresolved";
            };
        }
    }

    /**
     * @param offered events that should be recorded
     * @param written lines
     * @param aggregated events merged into a line beyond its first
     */
    public record Totals(long offered, long written, long aggregated, Map<Loss, Long> lost) {
        public static final Totals ZERO = new Totals(0, 0, 0, Map.of());

        public Totals {
            lost = Map.copyOf(lost);
        }
    }

    private long written;
    private long aggregated;
    private final Map<Loss, Long> lost = new EnumMap<>(Loss.class);

    /** @param before what earlier lives of the daemon counted */
    public RecordAccount(Totals before) {
        written = before.written;
        aggregated = before.aggregated;
        lost.putAll(before.lost);
    }

    synchronized void written(long events) {
        written++;
        aggregated += events - 1;
    }

    synchronized void lost(Loss reason, long events) {
        if (events > 0) {
            lost.merge(reason, events, Long::sum);
        }
    }

    public synchronized Totals totals() {
        var losses = lost.values().stream().mapToLong(Long::longValue).sum();
        return new Totals(written + aggregated + losses, written, aggregated, lost);
    }
}
