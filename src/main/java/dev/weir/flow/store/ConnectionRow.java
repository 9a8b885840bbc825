package dev.weir.flow.store;

import static java.util.Objects.requireNonNull;

import dev.weir.flow.EpochNanos;
import dev.weir.flow.RecordId;
import dev.weir.flow.RecordWords;
import dev.weir.flow.RecordedEnd;
import dev.weir.net.Direction;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A {@link ConnectionSum} as an answer has it: with the numbers of its ends. */
record ConnectionRow(
        long source,
        long destination,
        PairPort.Judged judged,
        String dropReason,
        long events,
        Instant newest,
        Instant last,
        RecordId sample) {

    /** Records are added up by the number of their decision first; then there are few rows whose words are read. */
    static String question(String selection, int limit) {
        String perDecision = "SELECT src, dest, decision AS id, coalesce(dest_port, 0) AS port, sum(count) AS events,"
                + " max(last_time_ns) AS last_ns,"
                + " max({'time_ns': time_ns, 'position': position, 'sequence': sequence}) AS newest" + selection
                + " GROUP BY src, dest, decision, port";
        String perEnds = "SELECT src, dest, direction = '" + Direction.INGRESS.label() + "' AS inbound, disposition = '"
                + RecordWords.disposition(Verdict.DENIED) + "' AS denied, protocol_number, port, drop_reason,"
                + " CAST(sum(events) AS BIGINT) AS events, max(last_ns) AS last_ns, max(newest) AS newest,"
                + " arg_max({'node': node, 'spool': spool}, newest) AS reporter FROM (" + perDecision
                + ") JOIN decision USING (id) GROUP BY ALL ORDER BY newest DESC LIMIT " + limit;
        return "SELECT src, dest, inbound, denied, protocol_number, port, drop_reason, events, last_ns, newest.time_ns,"
                + " reporter.node, reporter.spool, newest.sequence FROM (" + perEnds + ") ORDER BY newest DESC";
    }

    /** The columns of {@link #question}. */
    static ConnectionRow read(ResultSet row) throws SQLException {
        PairPort.Judged judged = new PairPort.Judged(
                row.getBoolean(3) ? Direction.INGRESS : Direction.EGRESS,
                row.getBoolean(4) ? Verdict.DENIED : Verdict.ALLOWED,
                new Protocol(row.getInt(5)),
                row.getInt(6));
        return new ConnectionRow(
                row.getLong(1),
                row.getLong(2),
                judged,
                row.getString(7),
                row.getLong(8),
                EpochNanos.to(row.getLong(10)),
                EpochNanos.to(row.getLong(9)),
                new RecordId(row.getString(11), row.getLong(12), row.getLong(13)));
    }

    static Set<Long> ends(List<ConnectionRow> rows) {
        Set<Long> ends = new HashSet<>();
        for (ConnectionRow row : rows) {
            ends.add(row.source);
            ends.add(row.destination);
        }
        return ends;
    }

    /** @param ends in which both are */
    ConnectionSum named(Map<Long, RecordedEnd> ends) {
        return new ConnectionSum(
                requireNonNull(ends.get(source)),
                requireNonNull(ends.get(destination)),
                judged,
                dropReason,
                events,
                newest,
                last,
                sample.toString());
    }
}
