package dev.weir.flow.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * A table of what many records have in common, so that it is written once and a record has only its number. The rows used last are known; one that
 * is not is written again under another number, which costs its room and nothing else.
 */
final class SharedRows<K> {
    private static final int KNOWN = 20_000;

    private final String table;
    private final Writing<K> writing;
    private final Map<K, Long> known = new LinkedHashMap<>(16, 0.75f, true);
    private final List<K> unwritten = new ArrayList<>();
    private long last;

    /** Appends the columns after the number. */
    interface Writing<K> {
        void append(DuckDBAppender row, K shared) throws SQLException;
    }

    SharedRows(String table, Writing<K> writing) {
        this.table = table;
        this.writing = writing;
    }

    /** The number of a row that is written, or will be with {@link #write}. */
    long number(K shared) {
        Long number = known.get(shared);
        if (number == null) {
            number = ++last;
            known.put(shared, number);
            unwritten.add(shared);
        }
        return number;
    }

    /** Within the transaction of the records that name them. */
    void write(DuckDBConnection connection) throws SQLException {
        if (unwritten.isEmpty()) {
            return;
        }
        long number = last - unwritten.size();
        try (DuckDBAppender rows = connection.createAppender(table)) {
            for (K shared : unwritten) {
                rows.beginRow();
                rows.append(++number);
                writing.append(rows, shared);
                rows.endRow();
            }
        }
        unwritten.clear();
        forgetEldest();
    }

    private void forgetEldest() {
        var eldest = known.keySet().iterator();
        for (int surplus = known.size() - KNOWN; surplus > 0; surplus--) {
            eldest.next();
            eldest.remove();
        }
    }

    /** What is known may not be there any more. New rows get numbers above the one that stands in the table. */
    void forget(long lastInTable) {
        known.clear();
        unwritten.clear();
        last = Math.max(last, lastInTable);
    }
}
