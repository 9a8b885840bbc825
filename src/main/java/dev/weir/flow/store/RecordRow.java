package dev.weir.flow.store;

import static java.util.Objects.requireNonNull;

import dev.weir.flow.EpochNanos;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.RecordedEnd;
import dev.weir.flow.StoredRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A record as an answer has it: its own numbers, and those of its decision and its ends. Joining it with their words takes the engine several
 * times as long as finding it, to plan and to do, so no words are among the columns.
 */
record RecordRow(
        long position,
        long decision,
        long source,
        long destination,
        long sequence,
        long time,
        long lastTime,
        int sourcePort,
        int destinationPort,
        long count,
        long revision,
        long bytes) {

    /** What {@link #read} reads. A port that the protocol does not have is NULL, and read as 0. */
    static final String COLUMNS =
            "position, decision, src, dest, sequence, time_ns, last_time_ns, src_port, dest_port, count, revision, bytes";

    static RecordRow read(ResultSet row) throws SQLException {
        return new RecordRow(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getInt(8),
                row.getInt(9),
                row.getLong(10),
                row.getLong(11),
                row.getLong(12));
    }

    static List<Long> ends(List<RecordRow> rows) {
        return rows.stream()
                .flatMap(row -> Stream.of(row.source, row.destination))
                .toList();
    }

    static List<Long> decisions(List<RecordRow> rows) {
        return rows.stream().map(RecordRow::decision).toList();
    }

    /**
     * @param ends in which both are
     * @param decisions in which its decision is
     */
    StoredRecord named(Map<Long, KnownEnd> ends, Map<Long, DecisionRow> decisions) {
        DecisionRow decided = requireNonNull(decisions.get(decision));
        FlowRecord flow = flow(
                requireNonNull(ends.get(source)).recorded(),
                requireNonNull(ends.get(destination)).recorded(),
                decided);
        return new StoredRecord(position, decided.node(), decided.spool(), flow);
    }

    private FlowRecord flow(RecordedEnd from, RecordedEnd to, DecisionRow decided) {
        return new FlowRecord(
                sequence,
                EpochNanos.to(time),
                EpochNanos.to(lastTime),
                decided.verdict(),
                decided.direction(),
                new FlowRecord.Connection(
                        decided.protocol(), from.address(), sourcePort, to.address(), destinationPort),
                from.peer(),
                to.peer(),
                decided.policies(),
                count,
                revision,
                new FlowRecord.Drop(decided.dropReason(), bytes),
                decided.role());
    }
}
