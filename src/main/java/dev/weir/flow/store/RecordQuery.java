package dev.weir.flow.store;

import dev.weir.flow.filter.RecordFilter;

/**
 * One page of records.
 *
 * @param limit 1 to {@link RecordReader#MAX_PAGE}
 * @param continueToken of the page before; empty for the first one
 */
public record RecordQuery(RecordFilter filter, TimeRange range, Order order, int limit, String continueToken) {
    public RecordQuery {
        if (limit < 1 || limit > RecordReader.MAX_PAGE) {
            throw new IllegalArgumentException("limit is 1 to " + RecordReader.MAX_PAGE + ", not " + limit);
        }
    }

    /** The newest records of a time. */
    public static RecordQuery newest(RecordFilter filter, TimeRange range, int limit) {
        return new RecordQuery(filter, range, Order.NEWEST_FIRST, limit, "");
    }

    /** The page after the one that ended with this token. */
    public RecordQuery continuedBy(String token) {
        return new RecordQuery(filter, range, order, limit, token);
    }

    /** By time; records of the same nanosecond by arrival. */
    public enum Order {
        NEWEST_FIRST,
        OLDEST_FIRST
    }
}
