package dev.weir.flow.store;

import dev.weir.flow.FlowRecord;
import dev.weir.flow.RecordedEnd;
import dev.weir.flow.StoredRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Recorded connections between the same two ends through one port, as the policies of one end judged them.
 *
 * @param dropReason why they were not delivered; empty when they were
 * @param events what their records stand for: the sum of their counts
 * @param newest when the newest of their records begins
 * @param last the last time; of merged records it may be behind the range
 * @param sample {@link StoredRecord#id} of the newest record
 */
public record ConnectionSum(
        RecordedEnd source,
        RecordedEnd destination,
        PairPort.Judged judged,
        String dropReason,
        long events,
        Instant newest,
        Instant last,
        String sample) {

    /** What connections have in common that are added up. */
    private record Key(RecordedEnd source, RecordedEnd destination, PairPort.Judged judged, String dropReason) {}

    private static ConnectionSum of(StoredRecord stored) {
        FlowRecord flow = stored.record();
        return new ConnectionSum(
                RecordedEnd.source(flow),
                RecordedEnd.destination(flow),
                PairPort.of(flow).judged(),
                flow.drop().reason(),
                flow.count(),
                flow.time(),
                flow.lastTime(),
                stored.id());
    }

    /** Of records of which the newest stand first; so do their sums. */
    static List<ConnectionSum> of(List<StoredRecord> newestFirst) {
        Map<Key, ConnectionSum> sums = new LinkedHashMap<>();
        newestFirst.stream().map(ConnectionSum::of).forEach(sum -> sums.merge(sum.key(), sum, ConnectionSum::plus));
        return List.copyOf(sums.values());
    }

    private Key key() {
        return new Key(source, destination, judged, dropReason);
    }

    private ConnectionSum plus(ConnectionSum older) {
        return new ConnectionSum(
                source,
                destination,
                judged,
                dropReason,
                events + older.events,
                newest,
                last.isBefore(older.last) ? older.last : last,
                sample);
    }

    /** With the ends that are pods of other namespaces hidden. */
    public ConnectionSum seenFrom(Predicate<String> namespaces) {
        return new ConnectionSum(
                source.seenFrom(namespaces),
                destination.seenFrom(namespaces),
                judged,
                dropReason,
                events,
                newest,
                last,
                sample);
    }
}
