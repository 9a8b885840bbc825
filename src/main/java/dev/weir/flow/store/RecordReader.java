package dev.weir.flow.store;

import dev.weir.cluster.PolicyRef;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.FilterField;
import dev.weir.flow.filter.RecordFilter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Finds records. Safe to call from many threads. Questions throw {@link RecordStoreException} when they cannot be answered in time.
 */
public interface RecordReader {
    /** The most records in one page. */
    int MAX_PAGE = 10_000;

    /** The record of that {@link StoredRecord#id}, as long as it is kept. */
    Optional<StoredRecord> find(String id);

    /** One page, in the order of time. */
    RecordPage query(RecordQuery query);

    /** Of the records that are alike the last one, the newest first. */
    LastOfEach lastOfEach(RecordFilter filter, TimeRange range, Likeness likeness, int limit);

    /** Records per interval. Intervals start at multiples of the step since 1970; those without records are in the list too. */
    List<HistogramBar> histogram(RecordFilter filter, TimeRange range, Duration step);

    /**
     * Of the connections that a policy admitted the records per interval, as {@link #histogram} has them, and rule; one that two rules admit counts
     * for both. In order; those without records are left out.
     */
    List<RuleBar> rules(PolicyRef policy, TimeRange range, Duration step);

    /** Denied packets by the namespace whose policies denied them, per interval and direction; in order, those without any are left out. */
    List<DeniedBar> denied(TimeRange range, Duration step);

    /** The most frequent values of a field that start with the prefix (upper and lower case are the same), most frequent first. */
    List<FacetValue> facets(RecordFilter filter, TimeRange range, FilterField field, String prefix, int limit);

    /** What the nodes' budgets kept from being recorded, per interval, node and namespace, sorted by them; empty ones are left out. */
    List<WithheldCount> withheld(TimeRange range, Duration step);

    /** Who spoke to whom most often: by events, the most first. */
    List<PairCount> topPairs(RecordFilter filter, TimeRange range, int limit);

    /** The same by ports, verdicts and judging ends: by events, the most first. */
    List<PairPort> pairPorts(RecordFilter filter, TimeRange range, int limit);

    /**
     * Who opened what to whom, added up for each two ends, port and judging end; the newest first.
     *
     * @param limit when there are more, which of them these are is the store's choice
     */
    ConnectionSums connections(RecordFilter filter, TimeRange range, int limit);

    StoreStats stats();

    /** Why no records are taken in; empty while they are. */
    Optional<Stall> stall();

    /**
     * Records as they are stored, beginning with those after a position.
     *
     * @param afterPosition {@link #latestPosition} for new ones only
     * @throws RecordStoreException.Busy when too many tails are open
     */
    RecordTail tail(RecordFilter filter, long afterPosition);

    /** The position of the newest record; 0 when there has never been one. */
    long latestPosition();
}
