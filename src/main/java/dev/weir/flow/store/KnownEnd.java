package dev.weir.flow.store;

import dev.weir.flow.RecordedEnd;
import java.sql.ResultSet;
import java.sql.SQLException;

/** An end, and as a person names it, which takes longer to find than to add pairs up. */
record KnownEnd(RecordedEnd recorded, PairCount.End named) {
    static KnownEnd read(ResultSet row) throws SQLException {
        RecordedEnd recorded = PeerRow.read(row);
        return new KnownEnd(recorded, PairCount.End.of(recorded.parts()));
    }
}
