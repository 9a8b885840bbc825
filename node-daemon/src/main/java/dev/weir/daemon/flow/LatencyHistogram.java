package dev.weir.daemon.flow;

import java.util.ArrayList;
import java.util.List;

/** How long it took from an event to its line, in buckets as Prometheus counts them. Not thread-safe. */
public final class LatencyHistogram {
    private final double[] bounds;
    private final long[] counts;
    private double sum;

    /**
     * What was counted.
     *
     * @param bounds upper bounds of the buckets, ascending; what is beyond the last is in a bucket more
     * @param counts of each bucket alone
     */
    public record Counts(List<Double> bounds, List<Long> counts, double sum) {
        public Counts {
            bounds = List.copyOf(bounds);
            counts = List.copyOf(counts);
        }
    }

    private LatencyHistogram(double[] bounds) {
        this.bounds = bounds;
        counts = new long[bounds.length + 1];
    }

    /** 100 to about 44,000 µs, each bucket half as wide again. */
    static LatencyHistogram ofAllowedMicros() {
        var bounds = new double[16];
        for (var i = 0; i < bounds.length; i++) {
            bounds[i] = 100 * Math.pow(1.5, i);
        }
        return new LatencyHistogram(bounds);
    }

    /** 5.1 to 6.3 s: denials wait for their window of 5 s. */
    static LatencyHistogram ofDeniedSeconds() {
        var bounds = new double[13];
        for (var i = 0; i < bounds.length; i++) {
            bounds[i] = (51 + i) / 10.0;
        }
        return new LatencyHistogram(bounds);
    }

    void add(double value) {
        var bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        counts[bucket]++;
        sum += value;
    }

    Counts counts() {
        var upper = new ArrayList<Double>();
        for (var bound : bounds) {
            upper.add(bound);
        }
        var each = new ArrayList<Long>();
        for (var count : counts) {
            each.add(count);
        }
        return new Counts(upper, each, sum);
    }
}
