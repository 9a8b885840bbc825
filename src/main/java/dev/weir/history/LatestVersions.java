package dev.weir.history;

import dev.weir.history.HistoryTable.Version;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the newest rows of the table say, so that an object that did not change since a time need not be read to know it as it was then. One
 * thread writes, after the rows are in the table; any thread reads.
 */
final class LatestVersions {
    private final Map<ObjectKey, Dated> objects = new HashMap<>();
    private long revision;

    /** An object, and since when it is so. */
    record Dated(Object object, long timeNanos) {}

    /** All objects that exist. Rows of a higher revision may be in the table already. */
    record Copy(Map<ObjectKey, Dated> objects, long revision) {}

    synchronized void put(Version version, @Nullable Object object) {
        revision = Math.max(revision, version.revision());
        if (object == null) {
            objects.remove(version.key());
        } else {
            objects.put(version.key(), new Dated(object, version.timeNanos()));
        }
    }

    synchronized @Nullable Object object(ObjectKey key) {
        Dated dated = objects.get(key);
        return dated == null ? null : dated.object();
    }

    synchronized Copy copy() {
        return new Copy(new HashMap<>(objects), revision);
    }
}
