package dev.weir.counts;

import dev.weir.net.Direction;
import dev.weir.nodes.NodeCounts.PairEnd;
import dev.weir.nodes.NodeCounts.Tally;
import java.time.Instant;

/**
 * Who talked to whom, as the policies of one end judged: with ingress those of the destination, with egress those of the source.
 *
 * @param since when the first node began to tell this pair apart
 */
public record PairVerdicts(PairEnd source, PairEnd destination, Direction direction, Tally tally, Instant since) {
    PairVerdicts plus(PairVerdicts other) {
        return new PairVerdicts(
                source,
                destination,
                direction,
                tally.plus(other.tally),
                since.isBefore(other.since) ? since : other.since);
    }

    /** The end whose policies judged. */
    public PairEnd judging() {
        return direction == Direction.INGRESS ? destination : source;
    }

    public long total() {
        return tally.allowed() + tally.denied();
    }
}
