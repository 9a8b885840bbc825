package dev.weir.counts;

import dev.weir.net.Direction;
import dev.weir.nodes.CountedVerdict;

/**
 * What no pair contains, over the cluster.
 *
 * @param other of pairs beyond the number that a node tells apart
 * @param retired of pairs that are no longer, or were not yet, told apart
 * @param unknown the kernel could not say between whom
 */
public record PairRemainder(Direction direction, CountedVerdict verdict, long other, long retired, long unknown) {
    PairRemainder plus(PairRemainder more) {
        return new PairRemainder(
                direction, verdict, other + more.other, retired + more.retired, unknown + more.unknown);
    }
}
