package dev.weir.flow.store;

import static java.util.Objects.requireNonNull;

import dev.weir.flow.EpochNanos;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A {@link ConnectionSum} as an answer has it: the numbers of its ends, and the sequence and the number of the decision of its newest record. There
 * are thousands, so no words are among the columns.
 */
record ConnectionRow(
        long source, long destination, int port, long decision, long sequence, long events, long newest, long last) {

    /** Records are added up by the number of their decision first; then there are few rows whose words are compared. */
    static String question(String selection, int limit) {
        String perDecision = "SELECT src, dest, decision AS id, coalesce(dest_port, 0) AS port, sum(count) AS events,"
                + " max(last_time_ns) AS last_ns,"
                + " max({'time_ns': time_ns, 'position': position, 'sequence': sequence}) AS newest" + selection
                + " GROUP BY src, dest, decision, port";
        return "SELECT src, dest, port, arg_max(id, newest), max(newest).sequence, CAST(sum(events) AS BIGINT),"
                + " max(newest).time_ns, max(last_ns) FROM (" + perDecision + ") JOIN decision USING (id)"
                + " GROUP BY src, dest, port, direction, disposition, protocol_number, drop_reason"
                + " ORDER BY max(newest) DESC LIMIT " + limit;
    }

    /** The columns of {@link #question}. */
    static ConnectionRow read(ResultSet row) throws SQLException {
        return new ConnectionRow(
                row.getLong(1),
                row.getLong(2),
                row.getInt(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8));
    }

    static List<Long> ends(List<ConnectionRow> rows) {
        return rows.stream()
                .flatMap(row -> Stream.of(row.source, row.destination))
                .toList();
    }

    static List<Long> decisions(List<ConnectionRow> rows) {
        return rows.stream().map(ConnectionRow::decision).toList();
    }

    /**
     * @param ends in which both are
     * @param decisions in which its decision is
     */
    ConnectionSum named(Map<Long, KnownEnd> ends, Map<Long, DecisionRow> decisions) {
        DecisionRow decided = requireNonNull(decisions.get(decision));
        return new ConnectionSum(
                requireNonNull(ends.get(source)).recorded(),
                requireNonNull(ends.get(destination)).recorded(),
                new PairPort.Judged(decided.direction(), decided.verdict(), decided.protocol(), port),
                decided.dropReason(),
                events,
                EpochNanos.to(newest),
                EpochNanos.to(last),
                decided.id(sequence).toString());
    }
}
