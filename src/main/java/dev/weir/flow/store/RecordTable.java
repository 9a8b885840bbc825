package dev.weir.flow.store;

import dev.weir.flow.EpochNanos;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.RecordedEnd;
import dev.weir.flow.StoredRecord;
import dev.weir.net.Direction;
import dev.weir.net.Verdict;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * The table of records: numbers and times of its own for each, and the numbers of its ends and its decision, which many records share
 * ({@link PeerRow}, {@link DecisionRow}). So a record is a hundred bytes of numbers when it is written and a third of it when it is kept. An answer
 * has the numbers too ({@link RecordRow}), and only what it shows gets its words.
 */
final class RecordTable {
    static final String NAME = "entry";

    static final String CREATE = """
            CREATE TABLE IF NOT EXISTS entry (position BIGINT, decision BIGINT, src BIGINT, dest BIGINT, sequence BIGINT,
            time_ns BIGINT, last_time_ns BIGINT, denied BOOLEAN, src_port INTEGER, dest_port INTEGER,
            count BIGINT, revision BIGINT, bytes BIGINT, pair BIGINT)""";

    private final SharedRows<RecordedEnd> peers = new SharedRows<>(PeerRow.TABLE, PeerRow::append);
    private final SharedRows<DecisionRow> decisions = new SharedRows<>(DecisionRow.TABLE, DecisionRow::append);

    /** Within a transaction, and the shared rows with them. */
    void append(DuckDBConnection connection, List<StoredRecord> records) throws SQLException {
        try (DuckDBAppender rows = connection.createAppender(NAME)) {
            for (StoredRecord stored : records) {
                append(rows, stored);
            }
        }
        peers.write(connection);
        decisions.write(connection);
    }

    private void append(DuckDBAppender row, StoredRecord stored) throws SQLException {
        FlowRecord flow = stored.record();
        row.beginRow();
        row.append(stored.position());
        row.append(decisions.number(DecisionRow.of(stored)));
        row.append(peers.number(RecordedEnd.source(flow)));
        row.append(peers.number(RecordedEnd.destination(flow)));
        row.append(flow.sequence());
        row.append(EpochNanos.of(flow.time()));
        row.append(EpochNanos.of(flow.lastTime()));
        row.append(flow.verdict() == Verdict.DENIED);
        appendPort(row, flow.connection().sourcePort());
        appendPort(row, flow.connection().destinationPort());
        row.append(flow.count());
        row.append(flow.revision());
        row.append(flow.drop().bytes());
        row.append(PairCount.key(flow));
        row.endRow();
    }

    private static void appendPort(DuckDBAppender row, int port) throws SQLException {
        if (port == 0) {
            row.appendNull();
        } else {
            row.append(port);
        }
    }

    /** After what was written may have been undone, or shared rows were deleted. */
    void forgetShared(long lastPeer, long lastDecision) {
        peers.forget(lastPeer);
        decisions.forget(lastDecision);
    }

    static Direction direction(String label) {
        return label.equals(Direction.INGRESS.label()) ? Direction.INGRESS : Direction.EGRESS;
    }

    static List<Integer> rules(String text) {
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split(",")).map(Integer::valueOf).toList();
    }
}
