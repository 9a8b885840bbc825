package dev.weir.flow.store;

import static java.util.Comparator.comparingLong;

import dev.weir.flow.FlowRecord;
import dev.weir.net.Direction;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How often a pair spoke through one port, as the policies of one end judged it.
 *
 * @param wouldDeny of the events, those that were allowed and that policies in shadow would have had denied
 * @param first the first time in the range
 * @param last the last time; of merged records it may be behind the range
 */
public record PairPort(PairCount pair, Judged judged, long wouldDeny, Instant first, Instant last) {
    static final Comparator<PairPort> MOST_EVENTS_FIRST =
            comparingLong((PairPort port) -> port.pair().events()).reversed();

    /** @param port 0 where the protocol has none */
    public record Judged(Direction direction, Verdict verdict, Protocol protocol, int port) {}

    public static PairPort of(FlowRecord flow) {
        return new PairPort(
                PairCount.of(flow, 1, flow.count()),
                new Judged(
                        flow.direction(),
                        flow.verdict(),
                        flow.connection().protocol(),
                        flow.connection().destinationPort()),
                flow.wouldBeDenied() ? flow.count() : 0,
                flow.time(),
                flow.lastTime());
    }

    /** With the ends that are pods of other namespaces {@link PairCount.End#HIDDEN}. */
    public PairPort seenFrom(Predicate<String> namespaces) {
        return new PairPort(pair.seenFrom(namespaces), judged, wouldDeny, first, last);
    }

    /** The ones that look the same to a reader become one; the most events first. */
    public static List<PairPort> merged(List<PairPort> ports) {
        Map<List<Object>, PairPort> sums = new LinkedHashMap<>();
        ports.forEach(port ->
                sums.merge(List.of(port.pair.source(), port.pair.destination(), port.judged), port, PairPort::plus));
        return sums.values().stream().sorted(MOST_EVENTS_FIRST).toList();
    }

    private PairPort plus(PairPort other) {
        return new PairPort(
                pair.plus(other.pair),
                judged,
                wouldDeny + other.wouldDeny,
                first.isBefore(other.first) ? first : other.first,
                last.isAfter(other.last) ? last : other.last);
    }
}
