package dev.weir.daemon.flow;

import dev.weir.daemon.layout.Denial;
import dev.weir.daemon.layout.DenialKey;
import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.layout.VerdictEvent;
import dev.weir.daemon.net.Verdict;

/**
 * What the datapath reports, before names.
 *
 * @param cookie id of the policies concerned
 * @param span on {@code CLOCK_MONOTONIC}
 */
public record Observation(Connection connection, Verdict verdict, int cookie, Span span, Volume volume) {
    public record Span(long firstNanos, long lastNanos) {}

    /**
     * @param count packets of a denial, connections that would be denied, 1 for an allowed connection
     * @param bytes of the packets; 0 = not known
     */
    public record Volume(long count, long bytes) {}

    /** Why the packets were not delivered. */
    DropReason reason() {
        return verdict.passes() ? DropReason.NONE : DropReason.POLICY;
    }

    long count() {
        return volume.count;
    }

    /** An event of the ring buffer. */
    public static Observation of(VerdictEvent event) {
        var ports = Connection.Ports.of(event.protocol(), event.sourcePort(), event.destinationPort());
        return new Observation(
                new Connection(event.source(), event.destination(), ports, event.protocol(), event.direction()),
                event.verdict(),
                event.cookie(),
                new Span(event.timeNanos(), event.timeNanos()),
                new Volume(1, 0));
    }

    /** The merged denials of one slice, or what would be denied. */
    public static Observation of(DenialKey key, Denial denial) {
        var ports = Connection.Ports.of(key.protocol(), denial.sourcePort(), key.destinationPort());
        return new Observation(
                new Connection(key.source(), key.destination(), ports, key.protocol(), key.direction()),
                denial.verdict(),
                key.cookie(),
                new Span(denial.firstNanos(), denial.lastNanos()),
                new Volume(denial.packets(), denial.bytes()));
    }
}
