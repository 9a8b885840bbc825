package dev.weir.simulation;

import dev.weir.flow.StoredRecord;
import dev.weir.net.Protocol;
import dev.weir.simulation.Simulation.Group;
import dev.weir.simulation.Simulation.Party;
import dev.weir.simulation.Simulation.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Adds up records of one fate by their ends, protocol and port. */
final class Tally {
    static final int MOST_ROWS = 200;
    private static final int SAMPLES = 3;

    private final Map<Key, Sum> sums = new LinkedHashMap<>();
    private long records;

    /** What the records of one row have in common. */
    record Key(Party from, Party to, Protocol protocol, int port) {}

    private static final class Sum {
        private final List<String> samples = new ArrayList<>();
        private final String reason;
        private long records;
        private long events;
        private Instant last = Instant.MIN;

        Sum(String reason) {
            this.reason = reason;
        }

        void add(StoredRecord stored) {
            records++;
            events += stored.record().count();
            Instant time = stored.record().lastTime();
            last = time.isAfter(last) ? time : last;
            if (samples.size() < SAMPLES) {
                samples.add(stored.id());
            }
        }
    }

    void add(Key key, StoredRecord stored, String reason) {
        records++;
        sums.computeIfAbsent(key, unused -> new Sum(reason)).add(stored);
    }

    long records() {
        return records;
    }

    /** The busiest first. */
    Group group() {
        List<Row> rows = sums.entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Row::events)
                        .reversed()
                        .thenComparing(row -> row.from() + " " + row.to() + " " + row.protocol() + row.port()))
                .toList();
        return new Group(
                records, rows.subList(0, Math.min(rows.size(), MOST_ROWS)), Math.max(0, rows.size() - MOST_ROWS));
    }

    private static Row row(Key key, Sum sum) {
        return new Row(
                key.from(),
                key.to(),
                key.protocol().toString(),
                key.port(),
                sum.records,
                sum.events,
                sum.last,
                sum.samples,
                sum.reason);
    }
}
