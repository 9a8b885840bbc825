package dev.weir.counts;

import java.time.Instant;
import java.util.List;

/**
 * What the counts do not contain.
 *
 * @param neverReported nodes that have not told this server yet what they counted
 * @param away nodes whose daemon is gone; what they counted up to then is contained, and the rest will be when they are back
 * @param unnamed by policies whose names a node lost with its state
 * @param uncounted that a node had no room to count
 */
public record Missing(List<String> neverReported, List<Away> away, long unnamed, long uncounted) {
    public Missing {
        neverReported = List.copyOf(neverReported);
        away = List.copyOf(away);
    }

    /** A node, and when it was last heard of. */
    public record Away(String node, Instant since) {}

    public boolean isNothing() {
        return neverReported.isEmpty() && away.isEmpty() && unnamed == 0 && uncounted == 0;
    }
}
