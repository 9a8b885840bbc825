package dev.weir.daemon.flow;

import dev.weir.daemon.net.Verdict;

/** What the recorder did, as GKE's agent counts it, since this life of the daemon began. Thread-safe. */
public final class RecordActivity {
    /**
     * What was counted.
     *
     * @param events that the kernel reported, whether they were asked for or not
     * @param lines in the node's file
     * @param unresolved allowed connections whose policies are not known
     * @param allowLatency from the packet to the line, in microseconds
     * @param denyLatency from the first packet to the line, in seconds
     */
    public record Totals(
            Counts events,
            Counts lines,
            long unresolved,
            LatencyHistogram.Counts allowLatency,
            LatencyHistogram.Counts denyLatency) {}

    public record Counts(long allowed, long denied) {}

    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    private long allowedEvents;
    private long deniedEvents;
    private long allowedLines;
    private long deniedLines;
    private long unresolved;
    private final LatencyHistogram allowLatency = LatencyHistogram.ofAllowedMicros();
    private final LatencyHistogram denyLatency = LatencyHistogram.ofDeniedSeconds();

    synchronized void observed(Verdict verdict, long count) {
        if (verdict.passes()) {
            allowedEvents += count;
        } else {
            deniedEvents += count;
        }
    }

    synchronized void unresolved(Verdict verdict, long count) {
        unresolved += verdict == Verdict.ALLOWED ? count : 0;
    }

    // What would be denied is merged and passes: it belongs to neither latency.
    synchronized void written(Verdict verdict, long latencyNanos) {
        switch (verdict) {
            case ALLOWED -> {
                allowedLines++;
                allowLatency.add(latencyNanos / NANOS_PER_MICRO);
            }
            case DENIED -> {
                deniedLines++;
                denyLatency.add(latencyNanos / NANOS_PER_SECOND);
            }
            case WOULD_DENY -> allowedLines++;
        }
    }

    public synchronized Totals totals() {
        return new Totals(
                new Counts(allowedEvents, deniedEvents),
                new Counts(allowedLines, deniedLines),
                unresolved,
                allowLatency.counts(),
                denyLatency.counts());
    }
}
