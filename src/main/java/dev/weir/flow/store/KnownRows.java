package dev.weir.flow.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The shared rows that answers named last, by their numbers, because reading the words of thousands of rows costs more than adding the rows
 * up. A number means the same for as long as the process lives: rows are never changed, and numbers of deleted ones are not given again
 * ({@link SharedRows}). So what is known stays true. Safe to call from many threads.
 */
final class KnownRows<T> {
    static final int KNOWN = 20_000;

    private final String question;
    private final DuckDb.RowReader<T> reader;
    private final Map<Long, T> known = new LinkedHashMap<>(16, 0.75f, true);

    /** @param columns after the number, which is the first */
    KnownRows(String table, String columns, DuckDb.RowReader<T> reader) {
        question = "SELECT id, " + columns + " FROM " + table + " WHERE id IN (SELECT unnest(CAST(? AS BIGINT[])))";
        this.reader = reader;
    }

    /** All of these, which are in that state of the store. */
    Map<Long, T> of(Collection<Long> numbers, DuckDb.Snapshot questions) throws SQLException {
        Set<Long> wanted = new HashSet<>(numbers);
        Map<Long, T> rows = new HashMap<>();
        List<Long> unknown = new ArrayList<>();
        find(wanted, rows, unknown);
        if (!unknown.isEmpty()) {
            Map<Long, T> read = read(unknown, questions);
            rows.putAll(read);
            remember(read);
        }
        return rows;
    }

    private synchronized void find(Set<Long> numbers, Map<Long, T> rows, List<Long> unknown) {
        for (Long number : numbers) {
            T row = known.get(number);
            if (row == null) {
                unknown.add(number);
            } else {
                rows.put(number, row);
            }
        }
    }

    private Map<Long, T> read(List<Long> numbers, DuckDb.Snapshot questions) throws SQLException {
        Map<Long, T> read = new HashMap<>();
        questions
                .ask(question, List.of(numbers.toString()), row -> Map.entry(row.getLong(1), reader.read(row)))
                .forEach(entry -> read.put(entry.getKey(), entry.getValue()));
        return read;
    }

    private synchronized void remember(Map<Long, T> read) {
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
