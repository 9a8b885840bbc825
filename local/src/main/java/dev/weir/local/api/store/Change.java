package dev.weir.local.api.store;

import org.jspecify.annotations.Nullable;

/**
 * One write.
 *
 * @param before the object before it; null if it was created
 * @param after the object after it; of a deletion, the last state with the revision of the deletion
 * @param deleted whether the object is gone
 */
public record Change(@Nullable StoredObject before, StoredObject after, boolean deleted) {

    public long revision() {
        return after.revision();
    }
}
