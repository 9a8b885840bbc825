package dev.weir.flow.store;

import dev.weir.flow.EpochNanos;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.filter.SqlCondition;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How often each pair spoke in each hour, so that a question about a day adds up hours and not records. It is counted from the records, a
 * stretch at a time in the order of their arrival, and says up to which position; later records are looked at themselves, however late they
 * come. So its answers are those of the records at every moment, and records pay for it when many are counted together.
 *
 * <p>Worst case: the process dies between a commit of records and the count of them. They lie beyond the position and are counted after the restart.
 */
final class PairHours {
    /** How many records a question looks at itself, at most, beside the ends of its time. */
    static final long STRETCH = 1_000_000;

    private static final long HOUR = Duration.ofHours(1).toNanos();

    private static final List<String> CREATE = List.of(
            """
            CREATE TABLE IF NOT EXISTS pair_hour (hour BIGINT, denied BOOLEAN, pair BIGINT, src BIGINT, dest BIGINT,
            records BIGINT, events BIGINT)""",
            "CREATE TABLE IF NOT EXISTS pair_hours_counted (position BIGINT, first_whole_hour BIGINT)",
            "INSERT INTO pair_hours_counted SELECT 0, 0 WHERE NOT EXISTS (FROM pair_hours_counted)");

    /** Denials stand together, because questions about them are most frequent: the engine skips what holds none. */
    private static final String COUNT = "INSERT INTO pair_hour SELECT time_ns // " + HOUR
            + " AS hour, denied, pair, min(src), min(dest), count(*), sum(count) FROM " + RecordTable.NAME
            + " WHERE position > ? AND position <= ? GROUP BY hour, denied, pair ORDER BY denied, pair";

    private final DuckDb engine;
    private final long stretch;
    private long counted;

    /** What is in the table: everything up to a position, of the hours from one on. */
    private record Extent(long position, long firstWholeHour) {}

    PairHours(DuckDb engine, long stretch) {
        this.engine = engine;
        this.stretch = stretch;
    }

    void create() throws SQLException {
        for (String statement : CREATE) {
            engine.execute(statement);
        }
    }

    /** What was counted may have been undone. */
    void load() {
        counted = engine.ask("SELECT position FROM pair_hours_counted", List.of(), row -> row.getLong(1))
                .getFirst();
    }

    boolean isDue(long position) {
        return position - counted >= stretch;
    }

    /** The next stretch, within a transaction. */
    void count() throws SQLException {
        change(COUNT, counted, counted + stretch);
        change("UPDATE pair_hours_counted SET position = ?", counted + stretch);
    }

    /** After the transaction. */
    void noteCounted() {
        counted += stretch;
    }

    /** Within the transaction that deletes the records. What is left of an hour is not what was counted of it. */
    void deleteBefore(long timeNanos) throws SQLException {
        long firstWhole = Math.ceilDiv(timeNanos, HOUR);
        change("DELETE FROM pair_hour WHERE hour < ?", firstWhole);
        change("UPDATE pair_hours_counted SET first_whole_hour = greatest(first_whole_hour, ?)", firstWhole);
    }

    private void change(String sql, Long... parameters) throws SQLException {
        try (PreparedStatement statement = engine.writing().prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setLong(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        }
    }

    /** All records of a pair name the same ends, so any of their rows will do. */
    List<PairCount> top(RecordFilter filter, TimeRange range, int limit) {
        return engine.snapshot(questions -> {
            Extent extent = questions
                    .ask(
                            "SELECT position, first_whole_hour FROM pair_hours_counted",
                            List.of(),
                            row -> new Extent(row.getLong(1), row.getLong(2)))
                    .getFirst();
            Sum sum = sum(filter, range, extent);
            List<PairRow> rows = questions.ask(
                    "SELECT min(src), min(dest), CAST(sum(records) AS BIGINT), CAST(sum(events) AS BIGINT) AS events FROM ("
                            + sum.sql() + ") GROUP BY pair ORDER BY events DESC LIMIT " + limit,
                    sum.parameters,
                    PairRow::read);
            Map<Long, KnownEnd> ends = engine.ends().of(PairRow.ends(rows), questions);
            return rows.stream().map(row -> row.named(ends)).toList();
        });
    }

    /** Whole hours from the table if it can tell, the rest from the records. */
    private static Sum sum(RecordFilter filter, TimeRange range, Extent extent) {
        long from = EpochNanos.of(range.from());
        long to = EpochNanos.of(range.to());
        long first = Math.max(Math.ceilDiv(from, HOUR), extent.firstWholeHour);
        long end = Math.floorDiv(to, HOUR);
        Sum sum = new Sum(filter.toSql());
        if (first >= end || extent.position == 0 || !filter.isOfPairs()) {
            sum.addRecords("time_ns >= ? AND time_ns < ?", from, to);
        } else {
            sum.addHours(first, end);
            sum.addRecords("time_ns >= ? AND time_ns < ?", from, first * HOUR);
            sum.addRecords("time_ns >= ? AND time_ns < ?", end * HOUR, to);
            sum.addRecords("time_ns >= ? AND time_ns < ? AND position > ?", first * HOUR, end * HOUR, extent.position);
        }
        return sum;
    }

    /** Rows to add up. Each kind has a question of its own, of conditions by which the engine can skip what is of another time. */
    private static final class Sum {
        private final SqlCondition condition;
        private final List<String> parts = new ArrayList<>();
        private final List<Object> parameters = new ArrayList<>();

        Sum(SqlCondition condition) {
            this.condition = condition;
        }

        void addHours(long first, long end) {
            add("SELECT pair, records, events, src, dest FROM pair_hour WHERE hour >= ? AND hour < ?", first, end);
        }

        void addRecords(String which, Long... values) {
            add("SELECT pair, 1 AS records, count AS events, src, dest FROM entry WHERE " + which, values);
        }

        private void add(String select, Long... values) {
            parts.add(select + " AND " + condition.sql());
            parameters.addAll(List.of(values));
            parameters.addAll(condition.parameters());
        }

        String sql() {
            return String.join(" UNION ALL ", parts);
        }
    }
}
