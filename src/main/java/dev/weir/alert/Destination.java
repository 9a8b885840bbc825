package dev.weir.alert;

import java.time.Instant;

/**
 * An address to which a workload sends.
 *
 * @param noticed when the watch saw it
 * @param first record of it that the watch saw
 * @param last when it was last seen, to the hour
 * @param usual whether it was learned or declared so, and never was new
 */
public record Destination(Instant noticed, Instant first, Instant last, boolean usual) {
    Destination seenAt(Instant now) {
        return new Destination(noticed, first, now, usual);
    }
}
