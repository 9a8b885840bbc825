package dev.weir.flow.store;

import dev.weir.flow.EpochNanos;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.RecordId;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.Withheld;
import dev.weir.flow.filter.FilterField;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.filter.SqlCondition;
import dev.weir.net.Direction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps records in one DuckDB file inside this process. Records older than the retention, or beyond the size, are deleted every minute. */
public final class DuckDbRecordStore implements RecordStore {
    private static final Logger LOG = LoggerFactory.getLogger(DuckDbRecordStore.class);

    private final DuckDbSettings settings;
    private final DuckDb engine;
    private final RecordWriter writer;
    private final IntakeWatch intake;
    private final Retention retention;

    private DuckDbRecordStore(DuckDbSettings settings, DuckDb engine, RecordWriter writer) {
        this.settings = settings;
        this.engine = engine;
        this.writer = writer;
        this.intake = new IntakeWatch(settings.clock());
        this.retention = new Retention(this::deleteOld);
    }

    public static DuckDbRecordStore open(DuckDbSettings settings) {
        DuckDb engine = new DuckDb(settings);
        try {
            return new DuckDbRecordStore(settings, engine, new RecordWriter(engine));
        } catch (SQLException failed) {
            engine.close();
            throw new RecordStoreException.Failed("The record store cannot be set up.", failed);
        }
    }

    @Override
    public long append(String node, long spool, List<FlowRecord> records) {
        return intake.watch(() -> writer.write(node, spool, records));
    }

    @Override
    public Optional<StoredRecord> find(String id) {
        return RecordId.parse(id)
                .flatMap(sought -> engine
                        .ask(
                                "SELECT " + RecordTable.COLUMNS + " FROM " + RecordTable.NAME
                                        + " WHERE sequence = ? AND spool = ? AND node = ?",
                                List.of(sought.sequence(), sought.spool(), sought.node()),
                                RecordTable::read)
                        .stream()
                        .findFirst());
    }

    @Override
    public long appendWithheld(String node, long spool, List<Withheld> withheld) {
        return intake.watch(() -> writer.writeWithheld(node, spool, withheld));
    }

    @Override
    public List<WithheldCount> withheld(TimeRange range, Duration step) {
        Bars bars = Bars.of(range, step);
        return engine.ask(
                "SELECT second_ns // " + bars.stepNanos() + " * " + bars.stepNanos() + " AS start, node, namespace,"
                        + " sum(allowed), sum(denied) FROM withheld WHERE second_ns >= ? AND second_ns < ?"
                        + " GROUP BY ALL ORDER BY start, node, namespace",
                List.of(EpochNanos.of(range.from()), EpochNanos.of(range.to())),
                row -> new WithheldCount(
                        EpochNanos.to(row.getLong(1)),
                        row.getString(2),
                        row.getString(3),
                        row.getLong(4),
                        row.getLong(5)));
    }

    @Override
    public RecordPage query(RecordQuery query) {
        ContinueToken after = ContinueToken.of(query);
        List<StoredRecord> found = new ArrayList<>();
        for (TimeRange part : Parts.of(query, after)) {
            found.addAll(search(query, part, after, query.limit() + 1 - found.size()));
            if (found.size() > query.limit()) {
                break;
            }
        }
        return RecordPage.of(found, query);
    }

    private List<StoredRecord> search(RecordQuery query, TimeRange part, @Nullable ContinueToken after, int limit) {
        Selection where = new Selection(query.filter(), part);
        boolean newestFirst = query.order() == RecordQuery.Order.NEWEST_FIRST;
        if (after != null) {
            where.and(
                    "(time_ns, position) " + (newestFirst ? "<" : ">") + " (?, ?)",
                    after.timeNanos(),
                    after.position());
        }
        String order = newestFirst ? "DESC" : "ASC";
        return engine.ask(
                "SELECT " + RecordTable.COLUMNS + where.sql() + " ORDER BY time_ns " + order + ", position " + order
                        + " LIMIT " + limit,
                where.parameters(),
                RecordTable::read);
    }

    @Override
    public List<HistogramBar> histogram(RecordFilter filter, TimeRange range, Duration step) {
        Bars bars = Bars.of(range, step);
        Selection where = new Selection(filter, range);
        List<HistogramBar> result = bars.empty();
        engine.ask(
                        "SELECT time_ns // " + bars.stepNanos() + " * " + bars.stepNanos() + " AS start,"
                                + " count(*) FILTER (disposition = 'allow'), count(*) FILTER (disposition = 'deny'),"
                                + " coalesce(sum(count) FILTER (disposition = 'deny'), 0)" + where.sql()
                                + " GROUP BY start",
                        where.parameters(),
                        DuckDbRecordStore::bar)
                .forEach(bar -> result.set(bars.indexOf(EpochNanos.of(bar.start())), bar));
        return List.copyOf(result);
    }

    private static HistogramBar bar(ResultSet row) throws SQLException {
        return new HistogramBar(EpochNanos.to(row.getLong(1)), row.getLong(2), row.getLong(3), row.getLong(4));
    }

    @Override
    public List<FacetValue> facets(RecordFilter filter, TimeRange range, FilterField field, String prefix, int limit) {
        Selection where = new Selection(filter, range);
        String values = field.isRepeated()
                ? "unnest(list_distinct(" + field.column() + "))"
                : "CAST(" + field.column() + " AS VARCHAR)";
        List<Object> parameters = new ArrayList<>(where.parameters());
        parameters.add(prefix.toLowerCase(Locale.ROOT));
        return engine.ask(
                "SELECT word, count(*) AS records FROM (SELECT " + values + " AS word" + where.sql()
                        + ") WHERE word IS NOT NULL AND starts_with(lower(word), ?)"
                        + " GROUP BY word ORDER BY records DESC, word LIMIT " + limit,
                parameters,
                row -> new FacetValue(row.getString(1), row.getLong(2)));
    }

    @Override
    public List<NamespaceDenials> denials(TimeRange range, Duration step) {
        Bars bars = Bars.of(range, step);
        Selection where = new Selection(RecordFilter.ALL, range);
        where.and("disposition = 'deny' AND namespace IS NOT NULL");
        Map<String, DenialCount> counts = new TreeMap<>();
        engine.ask(
                "SELECT CASE direction WHEN 'ingress' THEN dest_namespace ELSE src_namespace END AS namespace, direction,"
                        + " time_ns // " + bars.stepNanos() + " * " + bars.stepNanos() + " AS start, sum(count)"
                        + where.sql() + " GROUP BY ALL",
                where.parameters(),
                row -> {
                    counts.computeIfAbsent(row.getString(1), unused -> new DenialCount(bars))
                            .add(direction(row.getString(2)), bars.indexOf(row.getLong(3)), row.getLong(4));
                    return row;
                });
        return counts.entrySet().stream()
                .map(entry -> entry.getValue().of(entry.getKey()))
                .toList();
    }

    /** Counts by the number that stands for a pair, and reads the names of the few that are wanted from one record of each. */
    @Override
    public List<PairCount> topPairs(RecordFilter filter, TimeRange range, int limit) {
        Selection where = new Selection(filter, range);
        return engine.ask(
                "WITH top AS (SELECT pair, count(*) AS records, CAST(sum(count) AS BIGINT) AS events,"
                        + " max(position) AS sample" + where.sql()
                        + " GROUP BY pair ORDER BY events DESC LIMIT " + limit + ")"
                        + " SELECT " + RecordTable.COLUMNS_OF_RECORD + ", top.records, top.events FROM record JOIN top"
                        + " ON record.position = top.sample ORDER BY top.events DESC",
                where.parameters(),
                row -> PairCount.of(RecordTable.read(row).record(), row.getLong("records"), row.getLong("events")));
    }

    private static Direction direction(String label) {
        return label.equals(Direction.INGRESS.label()) ? Direction.INGRESS : Direction.EGRESS;
    }

    @Override
    public StoreStats stats() {
        return engine.ask(
                        "SELECT count(*), min(time_ns), max(time_ns) FROM " + RecordTable.NAME,
                        List.of(),
                        row -> new StoreStats(
                                row.getLong(1), instant(row, 2), instant(row, 3), engine.bytes(), settings.retention()))
                .getFirst();
    }

    @Override
    public Optional<Stall> stall() {
        return intake.stall();
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long nanos = row.getLong(column);
        return row.wasNull() ? null : EpochNanos.to(nanos);
    }

    @Override
    public RecordTail tail(RecordFilter filter, long afterPosition) {
        return writer.tails().open(filter, afterPosition, this::history);
    }

    private List<StoredRecord> history(RecordFilter filter, long after, long upTo, int limit) {
        SqlCondition condition = filter.toSql();
        List<Object> parameters = new ArrayList<>(List.of(after, upTo));
        parameters.addAll(condition.parameters());
        return engine.ask(
                "SELECT " + RecordTable.COLUMNS + " FROM " + RecordTable.NAME
                        + " WHERE position > ? AND position <= ? AND " + condition.sql() + " ORDER BY position LIMIT "
                        + limit,
                parameters,
                RecordTable::read);
    }

    @Override
    public long latestPosition() {
        return writer.tails().latestPosition();
    }

    /** Deletes what is older than the retention, and a tenth of the rest while the file is too large. */
    void deleteOld() {
        Instant oldest = settings.clock().instant().minus(settings.retention());
        long deleted = writer.execute("DELETE FROM record WHERE time_ns < ?", EpochNanos.of(oldest));
        deleted += writer.execute("DELETE FROM withheld WHERE second_ns < ?", EpochNanos.of(oldest));
        if (usedBytes() > settings.maxBytes()) {
            deleted += writer.execute(
                    "DELETE FROM record WHERE position <= (SELECT min(position) + (max(position) - min(position)) // ? FROM record)",
                    10);
        }
        if (deleted > 0) {
            LOG.info("Deleted {} old records and counts.", deleted);
        }
    }

    /** Blocks that hold data; the file itself does not shrink, free blocks are used again. */
    private long usedBytes() {
        return engine.ask(
                        "SELECT used_blocks * block_size FROM pragma_database_size()", List.of(), row -> row.getLong(1))
                .getFirst();
    }

    @Override
    public void close() {
        retention.close();
        writer.tails().closeAll();
        writer.close();
        engine.close();
    }

    /** The FROM and WHERE of a question, and its parameters. */
    private static final class Selection {
        private final StringBuilder sql =
                new StringBuilder(" FROM " + RecordTable.NAME + " WHERE time_ns >= ? AND time_ns < ?");
        private final List<Object> parameters = new ArrayList<>();

        Selection(RecordFilter filter, TimeRange range) {
            parameters.add(EpochNanos.of(range.from()));
            parameters.add(EpochNanos.of(range.to()));
            SqlCondition condition = filter.toSql();
            and(condition.sql(), condition.parameters().toArray());
        }

        void and(String condition, Object... values) {
            sql.append(" AND ").append(condition);
            parameters.addAll(List.of(values));
        }

        String sql() {
            return sql.toString();
        }

        List<Object> parameters() {
            return parameters;
        }
    }
}
