package dev.weir.counts;

import dev.weir.net.Direction;
import dev.weir.nodes.NodeCounts.PairEnd;
import dev.weir.nodes.NodeCounts.Tally;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

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

    /** With the workloads of other namespaces {@link PairEnd#HIDDEN}. */
    public PairVerdicts seenFrom(Predicate<String> namespaces) {
        return new PairVerdicts(seen(source, namespaces), seen(destination, namespaces), direction, tally, since);
    }

    private static PairEnd seen(PairEnd end, Predicate<String> namespaces) {
        return end.namespace().isEmpty() || namespaces.test(end.namespace()) ? end : PairEnd.HIDDEN;
    }

    /** The ones that look the same to a reader become one; the busiest first. */
    public static List<PairVerdicts> merged(List<PairVerdicts> pairs) {
        Map<List<Object>, PairVerdicts> sums = new LinkedHashMap<>();
        pairs.forEach(
                pair -> sums.merge(List.of(pair.source, pair.destination, pair.direction), pair, PairVerdicts::plus));
        return sums.values().stream()
                .sorted(Comparator.comparingLong(PairVerdicts::total).reversed())
                .toList();
    }

    /** The end whose policies judged. */
    public PairEnd judging() {
        return direction == Direction.INGRESS ? destination : source;
    }

    public long total() {
        return tally.allowed() + tally.denied() + tally.wouldDeny();
    }
}
