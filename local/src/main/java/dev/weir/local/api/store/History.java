package dev.weir.local.api.store;

import dev.weir.local.api.status.ApiException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The last changes of one resource, and who watches it. Not thread-safe: the store's lock guards it, which is what makes "replay, then
 * follow" without a gap possible.
 */
final class History {

    private final int capacity;
    private final ArrayDeque<Change> changes = new ArrayDeque<>();
    private final Set<Watcher> watchers = new LinkedHashSet<>();
    /** A watch from this revision or a later one misses nothing. */
    private long completeSince;

    History(int capacity) {
        this.capacity = capacity;
    }

    void add(Change change) {
        changes.addLast(change);
        if (changes.size() > capacity) {
            completeSince = changes.removeFirst().revision();
        }
        watchers.forEach(watcher -> watcher.offer(change));
    }

    void follow(Watcher watcher, long afterRevision) {
        if (afterRevision < completeSince) {
            throw ApiException.expired("too old resource version: " + afterRevision + " (" + completeSince + ")");
        }
        List<Change> missed = new ArrayList<>();
        for (Change change : changes) {
            if (change.revision() > afterRevision) {
                missed.add(change);
            }
        }
        missed.forEach(watcher::offer);
        watchers.add(watcher);
    }

    void leave(Watcher watcher) {
        watchers.remove(watcher);
    }
}
