package dev.weir.flow.store;

import dev.weir.flow.EpochNanos;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Equal intervals that cover a time range, numbered by multiples of the step since 1970. */
public record Bars(long first, int count, long stepNanos) {
    private static final int MOST = 10_000;

    public static Bars of(TimeRange range, Duration step) {
        if (step.isZero() || step.isNegative()) {
            throw new IllegalArgumentException("a step is longer than nothing: " + step);
        }
        long stepNanos = step.toNanos();
        long first = Math.floorDiv(EpochNanos.of(range.from()), stepNanos);
        long last = Math.floorDiv(EpochNanos.of(range.to()) - 1, stepNanos);
        long count = Math.max(0, last - first + 1);
        if (count > MOST) {
            throw new RecordStoreException.TooMuch(
                    count + " intervals are too many; choose a longer step or a shorter time.");
        }
        return new Bars(first, (int) count, stepNanos);
    }

    public int indexOf(long timeNanos) {
        return (int) (Math.floorDiv(timeNanos, stepNanos) - first);
    }

    public Instant startOf(long timeNanos) {
        return EpochNanos.to(Math.floorDiv(timeNanos, stepNanos) * stepNanos);
    }

    /** The range they are of in pieces of so many intervals. */
    public List<TimeRange> parts(TimeRange range, int most) {
        List<TimeRange> parts = new ArrayList<>();
        Instant from = range.from();
        for (long next = first + most; from.isBefore(range.to()); next += most) {
            Instant end = EpochNanos.to(next * stepNanos);
            Instant to = end.isBefore(range.to()) ? end : range.to();
            parts.add(new TimeRange(from, to));
            from = to;
        }
        return parts;
    }

    /** A bar for every interval, empty. */
    public List<HistogramBar> empty() {
        List<HistogramBar> bars = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            bars.add(new HistogramBar(EpochNanos.to((first + i) * stepNanos), 0, 0, 0));
        }
        return bars;
    }
}
