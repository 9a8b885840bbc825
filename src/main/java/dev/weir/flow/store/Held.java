package dev.weir.flow.store;

import dev.weir.flow.EpochNanos;
import dev.weir.flow.StoredRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in the store, as nearly every page says it: how many records, and of which time.
 *
 * @param oldest null when there are no records
 * @param withheld whether it knows of anything that was withheld
 */
record Held(
        long records, @Nullable Instant oldest, @Nullable Instant newest, boolean withheld) {
    static final Held NOTHING = new Held(0, null, null, false);

    static final String QUESTION =
            "SELECT count(*), min(time_ns), max(time_ns), EXISTS (FROM withheld) FROM " + RecordTable.NAME;

    static Held read(ResultSet row) throws SQLException {
        return new Held(row.getLong(1), time(row, 2), time(row, 3), row.getBoolean(4));
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        long nanos = row.getLong(column);
        return row.wasNull() ? null : EpochNanos.to(nanos);
    }

    Held and(List<StoredRecord> added) {
        Instant first = oldest;
        Instant last = newest;
        for (StoredRecord stored : added) {
            Instant time = stored.record().time();
            first = first == null || time.isBefore(first) ? time : first;
            last = last == null || time.isAfter(last) ? time : last;
        }
        return new Held(records + added.size(), first, last, withheld);
    }

    Held andWithheld() {
        return new Held(records, oldest, newest, true);
    }
}
