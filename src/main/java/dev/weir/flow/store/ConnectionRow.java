package dev.weir.flow.store;

import static java.util.Objects.requireNonNull;

import dev.weir.flow.EpochNanos;
import dev.weir.net.Direction;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Records between the same two ends through one port that one decision was made about, added up: a part of a {@link ConnectionSum} as an answer has
 * it, with the numbers of its ends and of its decision, and the sequence of its newest record. There are thousands, so no words are among the columns.
 */
record ConnectionRow(
        long source, long destination, int port, long decision, long sequence, long events, long newest, long last) {
    /** Of one connection there is one for each decision: mostly a single one, and a few where policies were edited in the time. */
    private static final int OF_A_CONNECTION = 2;

    /**
     * What rows have in common that are parts of the same sum.
     *
     * @param judging one number for what is judged alike: its words take long to compare
     */
    private record Whole(long source, long destination, int port, int judging) {}

    private record Judging(Direction direction, Verdict verdict, Protocol protocol, String dropReason) {
        static Judging of(DecisionRow decision) {
            return new Judging(decision.direction(), decision.verdict(), decision.protocol(), decision.dropReason());
        }
    }

    /** How many rows to ask for, so that these are nearly always all parts of more sums than the limit allows, or of all. */
    static int enough(int limit) {
        return OF_A_CONNECTION * limit + 1;
    }

    /** The newest first. Words are compared afterwards, where there are few ({@link #joined}). */
    static String question(String selection, int limit) {
        return "SELECT src, dest, coalesce(dest_port, 0) AS port, decision, arg_max(sequence, time_ns),"
                + " CAST(sum(count) AS BIGINT), max(time_ns) AS newest, max(last_time_ns)" + selection
                + " GROUP BY src, dest, port, decision ORDER BY newest DESC, arg_max(position, time_ns) DESC LIMIT "
                + limit;
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

    /**
     * With those added up that differ in which policies decided and on which node, and not in what was decided.
     *
     * @param rows the newest first; so is the result
     */
    static List<ConnectionRow> joined(List<ConnectionRow> rows, Map<Long, DecisionRow> decisions) {
        Map<Judging, Integer> alike = new HashMap<>();
        Map<Long, Integer> judgings = new HashMap<>();
        decisions.forEach((number, decision) ->
                judgings.put(number, alike.computeIfAbsent(Judging.of(decision), unused -> alike.size())));
        Map<Whole, ConnectionRow> wholes = new LinkedHashMap<>();
        rows.forEach(
                row -> wholes.merge(row.whole(requireNonNull(judgings.get(row.decision))), row, ConnectionRow::plus));
        return List.copyOf(wholes.values());
    }

    private Whole whole(int judging) {
        return new Whole(source, destination, port, judging);
    }

    private ConnectionRow plus(ConnectionRow older) {
        return new ConnectionRow(
                source,
                destination,
                port,
                decision,
                sequence,
                events + older.events,
                newest,
                Math.max(last, older.last));
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
