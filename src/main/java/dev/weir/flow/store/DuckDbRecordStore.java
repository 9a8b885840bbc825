package dev.weir.flow.store;

import dev.weir.cluster.PolicyRef;
import dev.weir.flow.EpochNanos;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.RecordId;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.Withheld;
import dev.weir.flow.filter.FilterField;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.filter.RecordPart;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps records in one DuckDB file inside this process. Records older than the retention, or beyond the size, are deleted every minute. */
public final class DuckDbRecordStore implements RecordStore {
    private static final Logger LOG = LoggerFactory.getLogger(DuckDbRecordStore.class);

    private static final int MINUTES_BETWEEN_SWEEPS = 60;
    private static final String NEWEST_FIRST = "time_ns DESC, position DESC";

    private final DuckDbSettings settings;
    private final DuckDb engine;
    private final PairHours pairs;
    private final RecordWriter writer;
    private final IntakeWatch intake;
    private final Retention retention;
    private boolean deletedSinceSweep;
    private int minutes;

    private DuckDbRecordStore(DuckDbSettings settings, DuckDb engine, PairHours pairs) throws SQLException {
        this.settings = settings;
        this.engine = engine;
        this.pairs = pairs;
        this.writer = new RecordWriter(engine, pairs);
        this.intake = new IntakeWatch(settings.clock());
        this.retention = new Retention(this::lookAfter);
        engine.adaptThreads(writer.held().records());
    }

    public static DuckDbRecordStore open(DuckDbSettings settings) {
        return open(settings, PairHours.STRETCH);
    }

    /** @param stretch how many records are counted together */
    static DuckDbRecordStore open(DuckDbSettings settings, long stretch) {
        DuckDb engine = new DuckDb(settings);
        try {
            return new DuckDbRecordStore(settings, engine, new PairHours(engine, stretch));
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
                .flatMap(sought -> records(
                                " FROM entry WHERE sequence = ?"
                                        + " AND decision IN (SELECT id FROM decision WHERE spool = ? AND node = ?) ORDER BY position",
                                List.of(sought.sequence(), sought.spool(), sought.node()))
                        .stream()
                        .findFirst());
    }

    /** @param which the question after its columns */
    private List<StoredRecord> records(String which, List<Object> parameters) {
        return engine.snapshot(questions -> named(rows(which, parameters, questions), questions));
    }

    private static List<RecordRow> rows(String which, List<Object> parameters, DuckDb.Snapshot questions)
            throws SQLException {
        return questions.ask("SELECT " + RecordRow.COLUMNS + which, parameters, RecordRow::read);
    }

    private List<StoredRecord> named(List<RecordRow> rows, DuckDb.Snapshot questions) throws SQLException {
        Map<Long, KnownEnd> ends = engine.ends().of(RecordRow.ends(rows), questions);
        Map<Long, DecisionRow> decisions = engine.decisions().of(RecordRow.decisions(rows), questions);
        return rows.stream().map(row -> row.named(ends, decisions)).toList();
    }

    @Override
    public long appendWithheld(String node, long spool, List<Withheld> withheld) {
        return intake.watch(() -> writer.writeWithheld(node, spool, withheld));
    }

    @Override
    public List<WithheldCount> withheld(TimeRange range, Duration step) {
        Bars bars = Bars.of(range, step);
        if (!writer.held().withheld()) {
            return List.of();
        }
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
        return RecordPage.of(engine.snapshot(questions -> named(found(query, questions), questions)), query);
    }

    /** One more than the page holds, if there are as many. */
    private static List<RecordRow> found(RecordQuery query, DuckDb.Snapshot questions) throws SQLException {
        ContinueToken after = ContinueToken.of(query);
        List<RecordRow> found = new ArrayList<>();
        for (TimeRange part : Parts.of(query, after)) {
            found.addAll(search(query, part, after, query.limit() + 1 - found.size(), questions));
            if (found.size() > query.limit()) {
                break;
            }
        }
        return found;
    }

    private static List<RecordRow> search(
            RecordQuery query, TimeRange part, @Nullable ContinueToken after, int limit, DuckDb.Snapshot questions)
            throws SQLException {
        Selection where = new Selection(query.filter(), part);
        boolean newestFirst = query.order() == RecordQuery.Order.NEWEST_FIRST;
        if (after != null) {
            where.and(
                    "(time_ns, position) " + (newestFirst ? "<" : ">") + " (?, ?)",
                    after.timeNanos(),
                    after.position());
        }
        String order = newestFirst ? NEWEST_FIRST : "time_ns, position";
        return rows(where.sql() + " ORDER BY " + order + " LIMIT " + limit, where.parameters(), questions);
    }

    @Override
    public LastOfEach lastOfEach(RecordFilter filter, TimeRange range, Likeness likeness, int limit) {
        Selection where = new Selection(filter, range);
        String last = "SELECT last.position FROM (SELECT max({'time_ns': time_ns, 'position': position}) AS last"
                + where.sql() + " GROUP BY " + likeness.column() + ") ORDER BY last DESC LIMIT " + (limit + 1);
        String which = " FROM entry WHERE position IN (" + last + ") ORDER BY " + NEWEST_FIRST;
        return LastOfEach.of(records(which, where.parameters()), limit);
    }

    @Override
    public List<HistogramBar> histogram(RecordFilter filter, TimeRange range, Duration step) {
        Bars bars = Bars.of(range, step);
        Selection where = new Selection(filter, range);
        List<HistogramBar> result = bars.empty();
        engine.ask(
                        "SELECT time_ns // " + bars.stepNanos() + " * " + bars.stepNanos() + " AS start,"
                                + " count(*) FILTER (NOT denied), count(*) FILTER (denied),"
                                + " coalesce(sum(count) FILTER (denied), 0)" + where.sql()
                                + " GROUP BY start",
                        where.parameters(),
                        DuckDbRecordStore::bar)
                .forEach(bar -> result.set(bars.indexOf(EpochNanos.of(bar.start())), bar));
        return List.copyOf(result);
    }

    private static HistogramBar bar(ResultSet row) throws SQLException {
        return new HistogramBar(EpochNanos.to(row.getLong(1)), row.getLong(2), row.getLong(3), row.getLong(4));
    }

    /** The policies of a record are of one namespace, the judged pod's, so that a name is there once. */
    @Override
    public List<RuleBar> rules(PolicyRef policy, TimeRange range, Duration step) {
        Bars bars = Bars.of(range, step);
        String admitted =
                "SELECT id, direction, policy_rules[place] AS rules FROM (SELECT *, list_position(admitting_names, ?) AS place"
                        + " FROM decision) WHERE admitting_namespaces[place] = ?";
        String counted = "SELECT time_ns // " + bars.stepNanos() + " * " + bars.stepNanos() + " AS start, direction,"
                + " rules, count(*) FROM entry JOIN admitted ON entry.decision = admitted.id"
                + " WHERE NOT denied AND time_ns >= ? AND time_ns < ? GROUP BY ALL";
        return RuleBar.added(engine
                .ask(
                        "WITH admitted AS MATERIALIZED (" + admitted + ") " + counted,
                        List.of(
                                policy.name(),
                                policy.namespace(),
                                EpochNanos.of(range.from()),
                                EpochNanos.of(range.to())),
                        DuckDbRecordStore::ruleBars)
                .stream()
                .flatMap(List::stream)
                .toList());
    }

    private static List<RuleBar> ruleBars(ResultSet row) throws SQLException {
        return RuleBar.each(
                EpochNanos.to(row.getLong(1)),
                RecordTable.direction(row.getString(2)),
                RecordTable.rules(row.getString(3)),
                row.getLong(4));
    }

    /** Records are counted by the number of the judged end first; then there are few rows whose words are read. */
    @Override
    public List<DeniedBar> denied(TimeRange range, Duration step) {
        Bars bars = Bars.of(range, step);
        String judging =
                "SELECT id AS decision, direction = '" + Direction.INGRESS.label() + "' AS inbound FROM decision";
        String perEnd = "SELECT time_ns // " + bars.stepNanos() + " * " + bars.stepNanos() + " AS start, inbound,"
                + " CASE WHEN inbound THEN dest ELSE src END AS id, sum(count) AS packets FROM entry JOIN (" + judging
                + ") USING (decision) WHERE denied AND time_ns >= ? AND time_ns < ? GROUP BY ALL";
        return engine
                .ask(
                        "SELECT start, namespace, inbound, CAST(sum(packets) AS BIGINT) FROM (" + perEnd
                                + ") JOIN peer USING (id) WHERE pod IS NOT NULL GROUP BY ALL",
                        List.of(EpochNanos.of(range.from()), EpochNanos.of(range.to())),
                        DuckDbRecordStore::deniedBar)
                .stream()
                .sorted(DeniedBar.IN_ORDER)
                .toList();
    }

    private static DeniedBar deniedBar(ResultSet row) throws SQLException {
        return new DeniedBar(
                EpochNanos.to(row.getLong(1)),
                row.getString(2),
                row.getBoolean(3) ? Direction.INGRESS : Direction.EGRESS,
                row.getLong(4));
    }

    @Override
    public List<FacetValue> facets(RecordFilter filter, TimeRange range, FilterField field, String prefix, int limit) {
        Selection where = new Selection(filter, range);
        String column = field.columnOfPart();
        String words = field.isRepeated() ? "unnest(list_distinct(" + column + "))" : "CAST(" + column + " AS VARCHAR)";
        List<Object> parameters = new ArrayList<>(where.parameters());
        parameters.add(prefix.toLowerCase(Locale.ROOT));
        return engine.ask(
                "SELECT word, CAST(sum(records) AS BIGINT) AS records FROM (SELECT " + words + " AS word, records FROM "
                        + counted(field.part(), column, where)
                        + ") WHERE word IS NOT NULL AND starts_with(lower(word), ?)"
                        + " GROUP BY word ORDER BY records DESC, word LIMIT " + limit,
                parameters,
                row -> new FacetValue(row.getString(1), row.getLong(2)));
    }

    /** Records are counted by number first; then there are few rows whose words are read. */
    private static String counted(RecordPart part, String column, Selection where) {
        return part == RecordPart.RECORD
                ? "(SELECT " + column + ", count(*) AS records" + where.sql() + " GROUP BY ALL)"
                : "(SELECT " + part.key() + " AS id, count(*) AS records" + where.sql() + " GROUP BY ALL) JOIN "
                        + part.table() + " USING (id)";
    }

    @Override
    public List<PairCount> topPairs(RecordFilter filter, TimeRange range, int limit) {
        return pairs.top(filter, range, limit);
    }

    /** Records are added up by the number of their decision first; then there are few rows whose words are read. */
    @Override
    public List<PairPort> pairPorts(RecordFilter filter, TimeRange range, int limit) {
        Selection where = new Selection(filter, range);
        String perDecision = "SELECT pair, decision AS id, coalesce(dest_port, 0) AS port, denied, min(src) AS src,"
                + " min(dest) AS dest, count(*) AS records, sum(count) AS events, min(time_ns) AS first_ns,"
                + " max(last_time_ns) AS last_ns" + where.sql() + " GROUP BY pair, decision, port, denied";
        String perPort =
                "SELECT min(src), min(dest), CAST(sum(records) AS BIGINT), CAST(sum(events) AS BIGINT) AS all_events,"
                        + " CAST(sum(CASE WHEN shadowing_names IS NULL THEN 0 ELSE events END) AS BIGINT), min(first_ns), max(last_ns),"
                        + " direction = '" + Direction.INGRESS.label()
                        + "' AS inbound, denied, protocol_number, port FROM ("
                        + perDecision
                        + ") JOIN decision USING (id) GROUP BY pair, inbound, protocol_number, port, denied"
                        + " ORDER BY all_events DESC LIMIT " + limit;
        return engine.snapshot(questions -> {
            List<PairPortRow> rows = questions.ask(perPort, where.parameters(), PairPortRow::read);
            Map<Long, KnownEnd> ends = engine.ends()
                    .of(PairRow.ends(rows.stream().map(PairPortRow::pair).toList()), questions);
            return rows.stream().map(row -> row.named(ends)).toList();
        });
    }

    @Override
    public ConnectionSums connections(RecordFilter filter, TimeRange range, int limit) {
        Selection where = new Selection(filter, range);
        int enough = ConnectionRow.enough(limit);
        return engine.snapshot(questions -> {
            List<ConnectionRow> parts =
                    questions.ask(ConnectionRow.question(where.sql(), enough), where.parameters(), ConnectionRow::read);
            Map<Long, DecisionRow> decisions = engine.decisions().of(ConnectionRow.decisions(parts), questions);
            List<ConnectionRow> rows = ConnectionRow.joined(parts, decisions);
            Map<Long, KnownEnd> ends = engine.ends().of(ConnectionRow.ends(rows), questions);
            return new ConnectionSums(
                    rows.stream()
                            .limit(limit)
                            .map(row -> row.named(ends, decisions))
                            .toList(),
                    rows.size() <= limit && parts.size() < enough);
        });
    }

    @Override
    public StoreStats stats() {
        Held held = writer.held();
        return new StoreStats(held.records(), held.oldest(), held.newest(), engine.bytes(), settings.retention());
    }

    @Override
    public Optional<Stall> stall() {
        return intake.stall();
    }

    @Override
    public RecordTail tail(RecordFilter filter, long afterPosition) {
        return writer.tails().open(filter, afterPosition, this::history);
    }

    private List<StoredRecord> history(RecordFilter filter, long after, long upTo, int limit) {
        SqlCondition condition = filter.toSql();
        List<Object> parameters = new ArrayList<>(List.of(after, upTo));
        parameters.addAll(condition.parameters());
        return records(
                " FROM entry WHERE position > ? AND position <= ? AND " + condition.sql() + " ORDER BY position LIMIT "
                        + limit,
                parameters);
    }

    @Override
    public long latestPosition() {
        return writer.tails().latestPosition();
    }

    /** Every minute. */
    private void lookAfter() {
        deleteOld();
        engine.adaptThreads(writer.held().records());
    }

    /** Deletes what is older than the retention, and the oldest tenth of the rest while the file is too large. */
    synchronized void deleteOld() {
        Instant oldest = settings.clock().instant().minus(settings.retention());
        long deleted = writer.deleteBefore(EpochNanos.of(oldest));
        if (engine.blocks("used_blocks") > settings.maxBytes()) {
            deleted += engine
                    .ask(
                            "SELECT approx_quantile(time_ns, 0.1) FROM entry HAVING count(*) > 0",
                            List.of(),
                            row -> row.getLong(1))
                    .stream()
                    .mapToLong(tenth -> writer.deleteBefore(tenth + 1))
                    .sum();
        }
        if (deleted > 0) {
            LOG.info("Deleted {} old records and counts.", deleted);
            deletedSinceSweep = true;
            writer.checkpoint();
        }
        if (deletedSinceSweep && ++minutes % MINUTES_BETWEEN_SWEEPS == 0) {
            sweep();
        }
    }

    /** Deletes the ends and decisions that no record has any more. */
    synchronized void sweep() {
        LOG.info("Deleted {} ends and decisions that no record has any more.", writer.sweep());
        deletedSinceSweep = false;
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
