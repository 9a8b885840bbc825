package dev.weir.flow.store;

import dev.weir.flow.RecordedEnd;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The ends that answers about pairs and connections named last, by their numbers, because reading the words of thousands of rows costs more than adding the rows
 * up. A number means the same end for as long as the process lives: rows are never changed, and numbers of deleted ones are not given again
 * ({@link SharedRows}). So what is known stays true. Safe to call from many threads.
 */
final class KnownEnds {
    static final int KNOWN = 20_000;
    private static final int READ_AT_ONCE = 1_000;

    private final Map<Long, RecordedEnd> known = new LinkedHashMap<>(16, 0.75f, true);

    /** All of these, which are in that state of the store. */
    Map<Long, RecordedEnd> of(Collection<Long> numbers, DuckDb.Snapshot questions) throws SQLException {
        Map<Long, RecordedEnd> ends = new HashMap<>();
        List<Long> unknown = new ArrayList<>();
        find(numbers, ends, unknown);
        for (int from = 0; from < unknown.size(); from += READ_AT_ONCE) {
            List<Long> some = unknown.subList(from, Math.min(from + READ_AT_ONCE, unknown.size()));
            Map<Long, RecordedEnd> read = read(some, questions);
            ends.putAll(read);
            remember(read);
        }
        return ends;
    }

    private synchronized void find(Collection<Long> numbers, Map<Long, RecordedEnd> ends, List<Long> unknown) {
        for (Long number : numbers) {
            RecordedEnd end = known.get(number);
            if (end == null) {
                unknown.add(number);
            } else {
                ends.put(number, end);
            }
        }
    }

    private static Map<Long, RecordedEnd> read(List<Long> numbers, DuckDb.Snapshot questions) throws SQLException {
        String list = numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
        Map<Long, RecordedEnd> read = new HashMap<>();
        questions
                .ask(
                        "SELECT id, " + PeerRow.COLUMNS + " FROM " + PeerRow.TABLE + " WHERE id IN (" + list + ")",
                        List.of(),
                        row -> Map.entry(row.getLong(1), PeerRow.read(row)))
                .forEach(entry -> read.put(entry.getKey(), entry.getValue()));
        return read;
    }

    private synchronized void remember(Map<Long, RecordedEnd> read) {
        known.putAll(read);
        var eldest = known.keySet().iterator();
        for (int surplus = known.size() - KNOWN; surplus > 0; surplus--) {
            eldest.next();
            eldest.remove();
        }
    }

    synchronized int size() {
        return known.size();
    }
}
