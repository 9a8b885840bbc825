package dev.weir.flow.store;

import static java.util.Comparator.comparing;

import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.Connection;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.net.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Joins the records of a connection's two ends: what the source's node said as it left, and the destination's as it arrived. They have the
 * same addresses, ports and protocol, opposite directions, and nearly one time.
 */
public final class BothEnds {
    /** Records of one connection lie closer than this: it is longer than clocks differ and denials are merged. */
    static final Duration NEARNESS = Duration.ofSeconds(10);

    private static final int TOGETHER = 100;

    private final RecordReader store;

    public BothEnds(RecordReader store) {
        this.store = store;
    }

    /**
     * A record with that of the other end.
     *
     * @param other null when there is none
     * @param expected whether the other end is a pod, so that a record could be there
     */
    public record Joined(StoredRecord record, @Nullable StoredRecord other, boolean expected) {}

    /**
     * The page with both ends in one row. A row stands where the first of its two stands in the order of the question, so a record whose
     * other end stands before it, on this page or an earlier one, is left out.
     */
    public List<Joined> join(RecordPage page, RecordQuery query) {
        Map<String, StoredRecord> others = others(page.records());
        Comparator<StoredRecord> order = order(query);
        List<Joined> rows = new ArrayList<>();
        for (StoredRecord stored : page.records()) {
            StoredRecord other = others.get(stored.id());
            boolean shownBefore = other != null
                    && query.filter().matches(other)
                    && query.range().contains(other.record().time())
                    && order.compare(other, stored) < 0;
            if (!shownBefore) {
                rows.add(new Joined(stored, other, isBetweenPods(stored.record())));
            }
        }
        return rows;
    }

    private static Comparator<StoredRecord> order(RecordQuery query) {
        Comparator<StoredRecord> byTime =
                comparing((StoredRecord stored) -> stored.record().time()).thenComparingLong(StoredRecord::position);
        return query.order() == RecordQuery.Order.NEWEST_FIRST ? byTime.reversed() : byTime;
    }

    private static boolean isBetweenPods(FlowRecord flow) {
        return flow.source() instanceof FlowPeer.PodEnd && flow.destination() instanceof FlowPeer.PodEnd;
    }

    /** By the id of the record whose other end it is. */
    private Map<String, StoredRecord> others(List<StoredRecord> records) {
        List<StoredRecord> between = records.stream()
                .filter(stored -> isBetweenPods(stored.record()))
                .toList();
        Map<String, StoredRecord> others = new HashMap<>();
        for (int from = 0; from < between.size(); from += TOGETHER) {
            List<StoredRecord> part = between.subList(from, Math.min(between.size(), from + TOGETHER));
            candidates(part).values().forEach(ends -> pair(ends, others));
        }
        return others;
    }

    private Map<Connection, List<StoredRecord>> candidates(List<StoredRecord> records) {
        Set<String> clauses = new HashSet<>();
        records.forEach(stored -> clauses.add(clause(stored.record().connection())));
        Instant first = records.stream()
                .map(stored -> stored.record().time())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant last = records.stream()
                .map(stored -> stored.record().time())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        RecordQuery query = RecordQuery.newest(
                RecordFilter.parse(String.join(" OR ", clauses)),
                new TimeRange(first.minus(NEARNESS), last.plus(NEARNESS)),
                RecordReader.MAX_PAGE);
        return store.query(query).records().stream()
                .collect(Collectors.groupingBy(stored -> stored.record().connection()));
    }

    private static String clause(Connection connection) {
        String addresses = "src_ip=" + connection.source() + " AND dest_ip=" + connection.destination();
        return connection.sourcePort() == 0
                ? "(" + addresses + ")"
                : "(" + addresses + " AND src_port=" + connection.sourcePort() + ")";
    }

    /** The two that are nearest go together first, so that a port that was used again is not mixed up. */
    private static void pair(List<StoredRecord> ends, Map<String, StoredRecord> others) {
        List<StoredRecord> leaving = of(ends, Direction.EGRESS);
        List<StoredRecord> entering = of(ends, Direction.INGRESS);
        record Pair(StoredRecord one, StoredRecord other) {
            Duration apart() {
                return Duration.between(one.record().time(), other.record().time())
                        .abs();
            }
        }
        List<Pair> pairs = new ArrayList<>();
        leaving.forEach(one -> entering.forEach(other -> pairs.add(new Pair(one, other))));
        pairs.stream()
                .filter(pair -> pair.apart().compareTo(NEARNESS) <= 0)
                .sorted(comparing(Pair::apart)
                        .thenComparingLong(pair -> pair.one().position()))
                .forEach(pair -> {
                    if (!others.containsKey(pair.one().id())
                            && !others.containsKey(pair.other().id())) {
                        others.put(pair.one().id(), pair.other());
                        others.put(pair.other().id(), pair.one());
                    }
                });
    }

    private static List<StoredRecord> of(List<StoredRecord> ends, Direction direction) {
        return ends.stream()
                .filter(stored -> stored.record().direction() == direction)
                .toList();
    }
}
