package dev.weir.change;

import dev.weir.counts.PairVerdicts;
import dev.weir.nodes.NodeCounts.PairEnd;

/**
 * Two workloads that could talk before a change, as the policies of one end judge.
 *
 * @param direction ingress or egress
 * @param denied packets until then
 */
public record WatchedPair(PairEnd source, PairEnd destination, String direction, long denied) {
    static WatchedPair of(PairVerdicts pair) {
        return new WatchedPair(
                pair.source(),
                pair.destination(),
                pair.direction().label(),
                pair.tally().denied());
    }
}
