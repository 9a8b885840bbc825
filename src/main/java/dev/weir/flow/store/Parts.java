package dev.weir.flow.store;

import dev.weir.flow.EpochNanos;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The time of a query cut into pieces in which to search one after the other until a page is full: a short one first, then longer ones. A page of
 * the newest records is usually full after the first, and then the rest of a week has not been looked at.
 */
final class Parts {
    private static final Duration FIRST = Duration.ofMinutes(2);
    private static final int GROWTH = 6;

    private Parts() {}

    static List<TimeRange> of(RecordQuery query, @Nullable ContinueToken after) {
        boolean newestFirst = query.order() == RecordQuery.Order.NEWEST_FIRST;
        TimeRange rest =
                after == null ? query.range() : rest(query.range(), EpochNanos.to(after.timeNanos()), newestFirst);
        List<TimeRange> parts = new ArrayList<>();
        for (Duration length = FIRST; rest.length().compareTo(length) > 0; length = length.multipliedBy(GROWTH)) {
            Instant cut = newestFirst ? rest.to().minus(length) : rest.from().plus(length);
            TimeRange earlier = new TimeRange(rest.from(), cut);
            TimeRange later = new TimeRange(cut, rest.to());
            parts.add(newestFirst ? later : earlier);
            rest = newestFirst ? earlier : later;
        }
        parts.add(rest);
        return parts;
    }

    /** What the pages before have not passed; the last record's own instant may hold more. */
    private static TimeRange rest(TimeRange range, Instant last, boolean newestFirst) {
        Instant justAfter = last.plusNanos(1);
        if (newestFirst) {
            return justAfter.isBefore(range.to()) && !justAfter.isBefore(range.from())
                    ? new TimeRange(range.from(), justAfter)
                    : range;
        }
        return last.isAfter(range.from()) && !last.isAfter(range.to()) ? new TimeRange(last, range.to()) : range;
    }
}
