package dev.weir.flow.store;

import dev.weir.flow.StoredRecord;
import java.util.List;

/**
 * A page of records.
 *
 * @param continueToken for the next page; empty on the last one
 */
public record RecordPage(List<StoredRecord> records, String continueToken) {
    public RecordPage {
        records = List.copyOf(records);
    }

    /** From what was found when one record more than the limit was asked for. */
    public static RecordPage of(List<StoredRecord> found, RecordQuery query) {
        return found.size() <= query.limit()
                ? new RecordPage(found, "")
                : new RecordPage(
                        found.subList(0, query.limit()), ContinueToken.after(found.get(query.limit() - 1), query));
    }
}
