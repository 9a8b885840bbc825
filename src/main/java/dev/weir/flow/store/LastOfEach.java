package dev.weir.flow.store;

import dev.weir.flow.StoredRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Of records that are alike the last one, the newest first.
 *
 * @param complete whether the last of all of them is among these; otherwise those that have none here are older than these
 */
public record LastOfEach(List<StoredRecord> records, boolean complete) {
    public LastOfEach {
        records = List.copyOf(records);
    }

    /** From what was found when one more than the limit was asked for. */
    public static LastOfEach of(List<StoredRecord> found, int limit) {
        return new LastOfEach(found.subList(0, Math.min(limit, found.size())), found.size() <= limit);
    }

    /**
     * From records that may be alike.
     *
     * @param newestFirst the newest there are
     * @param all whether there are no others
     */
    public static LastOfEach among(List<StoredRecord> newestFirst, Likeness likeness, int limit, boolean all) {
        Map<Object, StoredRecord> last = new LinkedHashMap<>();
        newestFirst.forEach(stored -> last.putIfAbsent(likeness.key(stored), stored));
        LastOfEach found = of(List.copyOf(last.values()), limit);
        return new LastOfEach(found.records(), found.complete() && all);
    }
}
