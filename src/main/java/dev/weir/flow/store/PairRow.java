package dev.weir.flow.store;

import static java.util.Objects.requireNonNull;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A pair as an answer has it: the numbers of its ends, and what was added up. */
record PairRow(long source, long destination, long records, long events) {

    /** The first four columns. */
    static PairRow read(ResultSet row) throws SQLException {
        return new PairRow(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
    }

    static Set<Long> ends(List<PairRow> rows) {
        Set<Long> ends = new HashSet<>();
        for (PairRow row : rows) {
            ends.add(row.source);
            ends.add(row.destination);
        }
        return ends;
    }

    /** @param ends in which both are */
    PairCount named(Map<Long, KnownEnd> ends) {
        return new PairCount(
                requireNonNull(ends.get(source)).named(),
                requireNonNull(ends.get(destination)).named(),
                records,
                events);
    }
}
