package dev.weir.why;

import dev.weir.flow.store.ContinueToken;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordQuery.Order;
import dev.weir.flow.store.TimeRange;
import dev.weir.flow.store.WithheldCount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What was withheld, told between the records of a question in their order. A budget is used up in the course of its interval, so a gap stands at
 * the end of its own. A page that goes on after another tells nothing again that stood before it. For one reading.
 */
public final class GapCursor {
    /** So many intervals at most: seconds for an hour. */
    private static final long MOST = 3600;

    private final boolean newestFirst;
    private final Duration step;
    private final Deque<WithheldCount> left;

    /** @param gaps of intervals of that length, the earliest first */
    GapCursor(RecordQuery query, List<WithheldCount> gaps, Duration step) {
        this.newestFirst = query.order() == Order.NEWEST_FIRST;
        this.step = step;
        this.left = new ArrayDeque<>(newestFirst ? gaps.reversed() : gaps);
        ContinueToken before = ContinueToken.of(query);
        if (before != null) {
            before(before.time());
        }
    }

    static Duration step(TimeRange range) {
        return Duration.ofSeconds(Math.max(1, Math.ceilDiv(range.length().toSeconds(), MOST)));
    }

    /** Those that stand before a record of that time, and were not told yet. */
    public List<WithheldCount> before(Instant record) {
        List<WithheldCount> told = new ArrayList<>();
        while (!left.isEmpty() && isBefore(left.getFirst(), record)) {
            told.add(left.removeFirst());
        }
        return told;
    }

    private boolean isBefore(WithheldCount gap, Instant record) {
        boolean after = gap.start().plus(step).isAfter(record);
        return newestFirst == after;
    }

    /** Those after the last record of all. */
    public List<WithheldCount> rest() {
        List<WithheldCount> told = List.copyOf(left);
        left.clear();
        return told;
    }

    /** How long the interval of each is. */
    public Duration step() {
        return step;
    }
}
