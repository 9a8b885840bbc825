package dev.weir.flow.store;

import dev.weir.flow.RecordId;
import dev.weir.flow.RecordWords;
import dev.weir.net.Direction;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What a decision says of a connection, and who reported it: a {@link DecisionRow} without the policies. */
record Decided(String node, long spool, Direction direction, Verdict verdict, Protocol protocol, String dropReason) {
    /** What {@link #read} reads, after the number. */
    static final String COLUMNS = "node, spool, direction, disposition, protocol_number, drop_reason";

    static Decided read(ResultSet row) throws SQLException {
        return new Decided(
                row.getString(2),
                row.getLong(3),
                RecordTable.direction(row.getString(4)),
                row.getString(5).equals(RecordWords.disposition(Verdict.DENIED)) ? Verdict.DENIED : Verdict.ALLOWED,
                new Protocol(row.getInt(6)),
                row.getString(7));
    }

    /** Of the record with that sequence. */
    RecordId id(long sequence) {
        return new RecordId(node, spool, sequence);
    }
}
