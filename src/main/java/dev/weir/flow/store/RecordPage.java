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
}
