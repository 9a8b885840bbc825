package dev.weir.flow.store;

import static java.util.Comparator.comparing;

import dev.weir.cluster.PolicyRef;
import dev.weir.flow.EpochNanos;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.PolicyRole;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.Withheld;
import dev.weir.flow.filter.FilterField;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.PairCount.End;
import dev.weir.net.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps records in a list and answers by looking at every one: the readable reference of what a store does. Not durable, not bounded. */
public final class MemoryRecordStore implements RecordStore {
    private static final Comparator<StoredRecord> BY_TIME =
            comparing((StoredRecord stored) -> stored.record().time()).thenComparing(StoredRecord::position);

    private final List<StoredRecord> records = new ArrayList<>();
    private final Map<Spool, Long> sequences = new HashMap<>();
    private final List<StoredWithheld> withheld = new ArrayList<>();
    private final Tails tails = new Tails(0);

    private record Spool(String node, long spool) {}

    private record StoredWithheld(String node, Withheld entry) {
        WithheldCount count(Bars bars) {
            return new WithheldCount(
                    bars.startOf(EpochNanos.of(entry.second())),
                    node,
                    entry.namespace(),
                    entry.allowed(),
                    entry.denied());
        }
    }

    @Override
    public synchronized long append(String node, long spool, List<FlowRecord> batch) {
        Spool key = new Spool(node, spool);
        List<StoredRecord> added = new ArrayList<>();
        for (FlowRecord flow : batch) {
            if (flow.sequence() > sequences.getOrDefault(key, -1L)) {
                added.add(new StoredRecord(records.size() + added.size() + 1L, node, spool, flow));
                sequences.put(key, flow.sequence());
            }
        }
        records.addAll(added);
        tails.publish(added);
        return sequences.getOrDefault(key, 0L);
    }

    @Override
    public synchronized Optional<StoredRecord> find(String id) {
        return records.stream().filter(stored -> stored.id().equals(id)).findFirst();
    }

    @Override
    public synchronized long appendWithheld(String node, long spool, List<Withheld> batch) {
        Spool key = new Spool(node, spool);
        List<Withheld> added = new ArrayList<>();
        for (Withheld entry : batch) {
            if (entry.sequence() > sequences.getOrDefault(key, -1L)) {
                added.add(entry);
                sequences.put(key, entry.sequence());
            }
        }
        added.forEach(entry -> withheld.add(new StoredWithheld(node, entry)));
        tails.publishWithheld(node, added);
        return sequences.getOrDefault(key, 0L);
    }

    @Override
    public synchronized List<WithheldCount> withheld(TimeRange range, Duration step) {
        Bars bars = Bars.of(range, step);
        Map<List<Comparable<?>>, WithheldCount> counts = new HashMap<>();
        withheld.stream()
                .filter(stored -> range.contains(stored.entry().second()))
                .map(stored -> stored.count(bars))
                .forEach(count -> counts.merge(
                        List.of(count.start(), count.node(), count.namespace()), count, MemoryRecordStore::plus));
        return counts.values().stream()
                .sorted(comparing(WithheldCount::start)
                        .thenComparing(WithheldCount::node)
                        .thenComparing(WithheldCount::namespace))
                .toList();
    }

    private static WithheldCount plus(WithheldCount one, WithheldCount other) {
        return new WithheldCount(
                one.start(),
                one.node(),
                one.namespace(),
                one.allowed() + other.allowed(),
                one.denied() + other.denied());
    }

    @Override
    public synchronized RecordPage query(RecordQuery query) {
        ContinueToken after = ContinueToken.of(query);
        boolean newestFirst = query.order() == RecordQuery.Order.NEWEST_FIRST;
        List<StoredRecord> page = matching(query.filter(), query.range())
                .sorted(newestFirst ? BY_TIME.reversed() : BY_TIME)
                .filter(stored ->
                        after == null || (newestFirst ? compare(stored, after) < 0 : compare(stored, after) > 0))
                .limit(query.limit() + 1L)
                .toList();
        return RecordPage.of(page, query);
    }

    @Override
    public synchronized LastOfEach lastOfEach(RecordFilter filter, TimeRange range, Likeness likeness, int limit) {
        List<StoredRecord> newestFirst =
                matching(filter, range).sorted(BY_TIME.reversed()).toList();
        return LastOfEach.among(newestFirst, likeness, limit, true);
    }

    private static int compare(StoredRecord stored, ContinueToken last) {
        int byTime = Long.compare(EpochNanos.of(stored.record().time()), last.timeNanos());
        return byTime != 0 ? byTime : Long.compare(stored.position(), last.position());
    }

    @Override
    public synchronized List<HistogramBar> histogram(RecordFilter filter, TimeRange range, Duration step) {
        Bars bars = Bars.of(range, step);
        List<HistogramBar> result = bars.empty();
        matching(filter, range).forEach(stored -> {
            int index = bars.indexOf(EpochNanos.of(stored.record().time()));
            result.set(index, plus(result.get(index), stored.record()));
        });
        return List.copyOf(result);
    }

    private static HistogramBar plus(HistogramBar bar, FlowRecord flow) {
        return flow.verdict() == Verdict.ALLOWED
                ? new HistogramBar(bar.start(), bar.allowedRecords() + 1, bar.deniedRecords(), bar.deniedPackets())
                : new HistogramBar(
                        bar.start(), bar.allowedRecords(), bar.deniedRecords() + 1, bar.deniedPackets() + flow.count());
    }

    @Override
    public synchronized List<RuleBar> rules(PolicyRef policy, TimeRange range, Duration step) {
        Bars bars = Bars.of(range, step);
        return RuleBar.added(matching(RecordFilter.ALL, range)
                .map(StoredRecord::record)
                .filter(flow -> flow.role() == PolicyRole.ADMITTING)
                .flatMap(flow -> flow.policies().stream()
                        .filter(match -> match.policy().equals(policy))
                        .flatMap(
                                match -> RuleBar.each(
                                        bars.startOf(EpochNanos.of(flow.time())), flow.direction(), match.rules(), 1)
                                        .stream()))
                .toList());
    }

    @Override
    public synchronized List<DeniedBar> denied(TimeRange range, Duration step) {
        Bars bars = Bars.of(range, step);
        return DeniedBar.added(matching(RecordFilter.ALL, range)
                .map(StoredRecord::record)
                .filter(flow -> flow.verdict() == Verdict.DENIED)
                .flatMap(flow -> DeniedBar.of(bars.startOf(EpochNanos.of(flow.time())), flow).stream())
                .toList());
    }

    @Override
    public synchronized List<FacetValue> facets(
            RecordFilter filter, TimeRange range, FilterField field, String prefix, int limit) {
        String wanted = prefix.toLowerCase(Locale.ROOT);
        Map<String, Long> counts = matching(filter, range)
                .flatMap(stored -> field.values(stored).stream().distinct())
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(wanted))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> new FacetValue(entry.getKey(), entry.getValue()))
                .sorted(comparing(FacetValue::records).reversed().thenComparing(FacetValue::value))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<PairCount> topPairs(RecordFilter filter, TimeRange range, int limit) {
        Map<List<End>, PairCount> pairs = new HashMap<>();
        matching(filter, range).map(StoredRecord::record).forEach(flow -> {
            PairCount pair = PairCount.of(flow, 1, flow.count());
            pairs.merge(pair.ends(), pair, PairCount::plus);
        });
        return pairs.values().stream()
                .sorted(PairCount.MOST_EVENTS_FIRST)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<PairPort> pairPorts(RecordFilter filter, TimeRange range, int limit) {
        List<PairPort> ports = matching(filter, range)
                .map(stored -> PairPort.of(stored.record()))
                .toList();
        return PairPort.merged(ports).stream().limit(limit).toList();
    }

    @Override
    public synchronized ConnectionSums connections(RecordFilter filter, TimeRange range, int limit) {
        List<StoredRecord> newestFirst =
                matching(filter, range).sorted(BY_TIME.reversed()).toList();
        return ConnectionSums.of(ConnectionSum.of(newestFirst), limit);
    }

    @Override
    public synchronized StoreStats stats() {
        return new StoreStats(records.size(), edge(BY_TIME), edge(BY_TIME.reversed()), 0, Duration.ofDays(365_000));
    }

    /** It takes in whatever comes. */
    @Override
    public Optional<Stall> stall() {
        return Optional.empty();
    }

    private @Nullable Instant edge(Comparator<StoredRecord> order) {
        return records.stream().min(order).map(stored -> stored.record().time()).orElse(null);
    }

    @Override
    public RecordTail tail(RecordFilter filter, long afterPosition) {
        return tails.open(filter, afterPosition, this::history);
    }

    private synchronized List<StoredRecord> history(RecordFilter filter, long after, long upTo, int limit) {
        return records.stream()
                .filter(stored -> stored.position() > after && stored.position() <= upTo && filter.matches(stored))
                .limit(limit)
                .toList();
    }

    @Override
    public long latestPosition() {
        return tails.latestPosition();
    }

    @Override
    public void close() {
        tails.closeAll();
    }

    private Stream<StoredRecord> matching(RecordFilter filter, TimeRange range) {
        return records.stream().filter(stored -> range.contains(stored.record().time()) && filter.matches(stored));
    }
}
