package dev.weir.flow.opensearch;

import static dev.weir.flow.opensearch.RecordSearch.ordered;

import dev.weir.cluster.PolicyRef;
import dev.weir.flow.EpochNanos;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.RecordId;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.Withheld;
import dev.weir.flow.filter.FilterField;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.ConnectionSums;
import dev.weir.flow.store.ContinueToken;
import dev.weir.flow.store.DeniedBar;
import dev.weir.flow.store.FacetValue;
import dev.weir.flow.store.HistogramBar;
import dev.weir.flow.store.IntakeWatch;
import dev.weir.flow.store.LastOfEach;
import dev.weir.flow.store.Likeness;
import dev.weir.flow.store.PairCount;
import dev.weir.flow.store.PairPort;
import dev.weir.flow.store.RecordPage;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.store.RecordStoreException;
import dev.weir.flow.store.RecordTail;
import dev.weir.flow.store.Retention;
import dev.weir.flow.store.RuleBar;
import dev.weir.flow.store.Stall;
import dev.weir.flow.store.StoreStats;
import dev.weir.flow.store.TimeRange;
import dev.weir.flow.store.WithheldCount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Keeps records in an OpenSearch cluster, which several servers may share. Old indices are deleted every minute. */
public final class OpenSearchRecordStore implements RecordStore {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSearchRecordStore.class);

    private static final int MOST_TOLD_APART = 500;
    static final List<Map<String, Object>> NEWEST_FIRST = order(true);

    private final OpenSearchSettings settings;
    private final Requests requests;
    private final RecordIndices indices;
    private final PositionLedger positions;
    private final RecordIntake intake;
    private final IntakeWatch watch;
    private final RecordSearch search;
    private final RecordCounts counts;
    private final ConnectionSearch connections;
    private final TailFollower follower;
    private final Retention retention;

    private OpenSearchRecordStore(OpenSearchSettings settings, Requests requests) {
        this.settings = settings;
        this.requests = requests;
        indices = new RecordIndices(requests, settings);
        indices.prepare();
        positions = new PositionLedger(requests, indices.state(), settings.clock());
        intake = new RecordIntake(requests, indices, positions, new SpoolStates(requests, indices.state()));
        watch = new IntakeWatch(settings.clock());
        search = new RecordSearch(requests, indices.records());
        counts = new RecordCounts(search, indices.withheld());
        connections = new ConnectionSearch(search);
        follower = new TailFollower(positions, search);
        retention = new Retention(this::deleteOld);
    }

    /** Throws when the cluster does not answer. */
    public static OpenSearchRecordStore open(OpenSearchSettings settings) {
        Requests requests = new Requests(settings);
        try {
            return new OpenSearchRecordStore(settings, requests);
        } catch (RecordStoreException failed) {
            requests.close();
            throw failed;
        }
    }

    @Override
    public long append(String node, long spool, List<FlowRecord> records) {
        long stored = watch.watch(() -> intake.append(node, spool, records));
        follower.look();
        return stored;
    }

    @Override
    public long appendWithheld(String node, long spool, List<Withheld> withheld) {
        return watch.watch(() -> intake.appendWithheld(node, spool, withheld, follower::withheld));
    }

    @Override
    public Optional<StoredRecord> find(String id) {
        return RecordId.parse(id)
                .flatMap(sought ->
                        search
                                .records(
                                        Map.of("ids", Map.of("values", List.of(sought.toString()))),
                                        List.of(),
                                        List.of(),
                                        1)
                                .stream()
                                .findFirst());
    }

    @Override
    public RecordPage query(RecordQuery query) {
        boolean newestFirst = query.order() == RecordQuery.Order.NEWEST_FIRST;
        ContinueToken after = ContinueToken.of(query);
        List<StoredRecord> page = search.records(
                search.selection(query.filter(), query.range()),
                order(newestFirst),
                after == null ? List.of() : List.of(after.timeNanos(), after.position()),
                query.limit() + 1);
        return RecordPage.of(page, query);
    }

    /** Decisions are no field of the documents: they are told apart among the newest records. */
    @Override
    public LastOfEach lastOfEach(RecordFilter filter, TimeRange range, Likeness likeness, int limit) {
        Map<String, Object> selection = search.selection(filter, range);
        if (likeness == Likeness.PAIR) {
            return LastOfEach.of(search.firstOfEach("pair", selection, NEWEST_FIRST, limit + 1), limit);
        }
        List<StoredRecord> newest = search.records(selection, NEWEST_FIRST, List.of(), MOST_TOLD_APART);
        return LastOfEach.among(newest, likeness, limit, newest.size() < MOST_TOLD_APART);
    }

    @Override
    public List<HistogramBar> histogram(RecordFilter filter, TimeRange range, Duration step) {
        return counts.histogram(filter, range, step);
    }

    @Override
    public List<RuleBar> rules(PolicyRef policy, TimeRange range, Duration step) {
        return counts.rules(policy, range, step);
    }

    @Override
    public List<DeniedBar> denied(TimeRange range, Duration step) {
        return counts.denied(range, step);
    }

    private static List<Map<String, Object>> order(boolean newestFirst) {
        return List.of(ordered("time_ns", newestFirst), ordered("position", newestFirst));
    }

    @Override
    public List<FacetValue> facets(RecordFilter filter, TimeRange range, FilterField field, String prefix, int limit) {
        return counts.facets(filter, range, field, prefix, limit);
    }

    @Override
    public List<WithheldCount> withheld(TimeRange range, Duration step) {
        return counts.withheld(range, step);
    }

    @Override
    public List<PairCount> topPairs(RecordFilter filter, TimeRange range, int limit) {
        return counts.topPairs(filter, range, limit);
    }

    @Override
    public List<PairPort> pairPorts(RecordFilter filter, TimeRange range, int limit) {
        return counts.pairPorts(filter, range, limit);
    }

    @Override
    public ConnectionSums connections(RecordFilter filter, TimeRange range, int limit) {
        return connections.connections(filter, range, limit);
    }

    @Override
    public StoreStats stats() {
        JsonNode found = search.aggregate(
                Map.of("match_all", Map.of()),
                Map.of(
                        "records", Map.of("value_count", Map.of("field", "position")),
                        "oldest", edge("asc"),
                        "newest", edge("desc")));
        long bytes = indices.days().stream().mapToLong(RecordIndices.Day::bytes).sum();
        return new StoreStats(
                found.path("records").path("value").asLong(0),
                instant(found.path("oldest")),
                instant(found.path("newest")),
                bytes,
                settings.retention());
    }

    /** By sorting: the engine's "min" is a floating-point number and loses the nanoseconds. */
    private static Map<String, Object> edge(String order) {
        return Map.of(
                "top_hits",
                Map.of(
                        "size",
                        1,
                        "_source",
                        List.of("time_ns"),
                        "sort",
                        List.of(Map.of("time_ns", Map.of("order", order)))));
    }

    private static @Nullable Instant instant(JsonNode edge) {
        JsonNode time = edge.path("hits").path("hits").path(0).path("_source").path("time_ns");
        return time.isMissingNode() ? null : EpochNanos.to(time.asLong());
    }

    @Override
    public Optional<Stall> stall() {
        return watch.stall();
    }

    @Override
    public RecordTail tail(RecordFilter filter, long afterPosition) {
        return follower.open(filter, afterPosition);
    }

    @Override
    public long latestPosition() {
        return positions.complete();
    }

    void deleteOld() {
        List<String> deleted = indices.deleteOld();
        if (!deleted.isEmpty()) {
            LOG.info("Deleted the indices {}.", String.join(", ", deleted));
        }
    }

    @Override
    public void close() {
        retention.close();
        follower.close();
        requests.close();
    }
}
