package dev.weir.daemon.count;

import java.util.ArrayList;
import java.util.List;

/**
 * A count by stretches of time of one length, oldest first.
 *
 * @param last number of the last stretch since 1970
 */
public record Series(long last, List<Long> counts) {
    static final Series EMPTY = new Series(0, List.of());

    public Series {
        counts = List.copyOf(counts);
    }

    /** With {@code count} more in the stretch of that number, and no more than {@code kept} stretches. */
    Series plus(long number, long count, int kept) {
        if (counts.isEmpty() || number >= last + kept) {
            return new Series(number, List.of(count));
        }
        var next = new ArrayList<>(counts);
        for (var stretch = last; stretch < number; stretch++) {
            next.add(0L);
        }
        // A clock that was put back: what is counted now belongs to the newest stretch there is.
        next.set(next.size() - 1, next.getLast() + count);
        return new Series(Math.max(last, number), next.subList(Math.max(0, next.size() - kept), next.size()));
    }
}
