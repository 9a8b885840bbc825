package dev.weir.visible;

import dev.weir.access.Access;
import dev.weir.access.CurrentAccess;
import dev.weir.access.Namespaces;
import dev.weir.access.Role;
import dev.weir.cluster.PolicyRef;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.FilterField;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.ConnectionSums;
import dev.weir.flow.store.DeniedBar;
import dev.weir.flow.store.FacetValue;
import dev.weir.flow.store.HistogramBar;
import dev.weir.flow.store.LastOfEach;
import dev.weir.flow.store.Likeness;
import dev.weir.flow.store.PairCount;
import dev.weir.flow.store.PairPort;
import dev.weir.flow.store.RecordPage;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.RecordTail;
import dev.weir.flow.store.RuleBar;
import dev.weir.flow.store.Stall;
import dev.weir.flow.store.StoreStats;
import dev.weir.flow.store.TimeRange;
import dev.weir.flow.store.WithheldCount;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Records with an end in a namespace that the reader may see; the other end, when it is a pod elsewhere, without anything but its address. */
public final class VisibleRecords implements RecordReader {
    /** Pairs that differ only in what is hidden become one, so more are asked for than are wanted. */
    private static final int PAIRS_BEFORE_MERGING = 10_000;

    private final RecordReader records;
    private final CurrentAccess reader;

    public VisibleRecords(RecordReader records, CurrentAccess reader) {
        this.records = records;
        this.reader = reader;
    }

    private Namespaces namespaces() {
        return reader.get().namespaces(Role.VIEWER);
    }

    private static RecordFilter seen(RecordFilter filter, Namespaces namespaces) {
        return namespaces.all() ? filter : filter.seenFrom(namespaces.names());
    }

    private static List<StoredRecord> seen(List<StoredRecord> found, Namespaces namespaces) {
        return namespaces.all()
                ? found
                : found.stream()
                        .map(stored -> stored.seenFrom(namespaces::contains))
                        .toList();
    }

    @Override
    public Optional<StoredRecord> find(String id) {
        Namespaces namespaces = namespaces();
        RecordFilter anything = seen(RecordFilter.ALL, namespaces);
        return records.find(id)
                .filter(anything::matches)
                .map(stored -> seen(List.of(stored), namespaces).getFirst());
    }

    @Override
    public RecordPage query(RecordQuery query) {
        Namespaces namespaces = namespaces();
        RecordPage page = records.query(new RecordQuery(
                seen(query.filter(), namespaces), query.range(), query.order(), query.limit(), query.continueToken()));
        return new RecordPage(seen(page.records(), namespaces), page.continueToken());
    }

    /** Records that differ in what is hidden count as different here; their reader sees them look the same. */
    @Override
    public LastOfEach lastOfEach(RecordFilter filter, TimeRange range, Likeness likeness, int limit) {
        Namespaces namespaces = namespaces();
        LastOfEach found = records.lastOfEach(seen(filter, namespaces), range, likeness, limit);
        return new LastOfEach(seen(found.records(), namespaces), found.complete());
    }

    @Override
    public List<HistogramBar> histogram(RecordFilter filter, TimeRange range, Duration step) {
        return records.histogram(seen(filter, namespaces()), range, step);
    }

    /** Whoever sees the policy's namespace sees every record that it decided. */
    @Override
    public List<RuleBar> rules(PolicyRef policy, TimeRange range, Duration step) {
        reader.get().demand(Role.VIEWER, policy.namespace());
        return records.rules(policy, range, step);
    }

    @Override
    public List<DeniedBar> denied(TimeRange range, Duration step) {
        Namespaces namespaces = namespaces();
        return records.denied(range, step).stream()
                .filter(bar -> namespaces.contains(bar.namespace()))
                .toList();
    }

    /** Only of records whose field the reader sees. */
    @Override
    public List<FacetValue> facets(RecordFilter filter, TimeRange range, FilterField field, String prefix, int limit) {
        Namespaces namespaces = namespaces();
        RecordFilter having = namespaces.all() ? filter : filter.and(RecordFilter.parse(field.path() + ":*"));
        return records.facets(seen(having, namespaces), range, field, prefix, limit);
    }

    @Override
    public List<WithheldCount> withheld(TimeRange range, Duration step) {
        Namespaces namespaces = namespaces();
        return records.withheld(range, step).stream()
                .filter(count -> namespaces.contains(count.namespace()))
                .toList();
    }

    @Override
    public List<PairCount> topPairs(RecordFilter filter, TimeRange range, int limit) {
        Namespaces namespaces = namespaces();
        if (namespaces.all()) {
            return records.topPairs(filter, range, limit);
        }
        List<PairCount> pairs = records.topPairs(seen(filter, namespaces), range, PAIRS_BEFORE_MERGING).stream()
                .map(pair -> pair.seenFrom(namespaces::contains))
                .toList();
        return PairCount.merged(pairs).stream().limit(limit).toList();
    }

    @Override
    public List<PairPort> pairPorts(RecordFilter filter, TimeRange range, int limit) {
        Namespaces namespaces = namespaces();
        if (namespaces.all()) {
            return records.pairPorts(filter, range, limit);
        }
        List<PairPort> ports = records.pairPorts(seen(filter, namespaces), range, PAIRS_BEFORE_MERGING).stream()
                .map(port -> port.seenFrom(namespaces::contains))
                .toList();
        return PairPort.merged(ports).stream().limit(limit).toList();
    }

    /** Ends that differ in what is hidden count as different here; their reader sees them look the same. */
    @Override
    public ConnectionSums connections(RecordFilter filter, TimeRange range, int limit) {
        Namespaces namespaces = namespaces();
        ConnectionSums found = records.connections(seen(filter, namespaces), range, limit);
        return namespaces.all() ? found : found.seenFrom(namespaces::contains);
    }

    @Override
    public StoreStats stats() {
        return records.stats();
    }

    @Override
    public Optional<Stall> stall() {
        return records.stall();
    }

    @Override
    public RecordTail tail(RecordFilter filter, long afterPosition) {
        Access access = reader.get();
        Namespaces namespaces = access.namespaces(Role.VIEWER);
        return new VisibleTail(
                records.tail(seen(filter, namespaces), afterPosition), access, reader.followed(), namespaces);
    }

    @Override
    public long latestPosition() {
        return records.latestPosition();
    }
}
