package dev.weir.local.api.store;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.ObjectKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * All objects, in memory, under one counter of revisions: every write of whatever kind gets the next number. Writes are compare-and-set.
 * One lock orders them and puts them into the history, so every watcher sees them in the same order; nothing slow happens under it.
 */
public final class ObjectStore {

    private static final int HISTORY = 20_000;
    private static final int WATCHER_QUEUE = 25_000;

    /** What a write found instead of what it expected. */
    public enum Outcome {
        WRITTEN,
        EXISTS,
        STALE
    }

    /** The objects of a resource at one moment, in order. */
    public record Snapshot(long revision, List<StoredObject> objects) {}

    /** How a write ended; the object is the one written, or the one in the way. */
    public record Written(Outcome outcome, Optional<StoredObject> object) {}

    private static final class Shelf {
        final TreeMap<ObjectKey, StoredObject> objects = new TreeMap<>();
        final History history;

        Shelf(int historyLength) {
            this.history = new History(historyLength);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Shelf> shelves = new HashMap<>();
    private final int historyLength;
    private long revision = 1;

    public ObjectStore() {
        this(HISTORY);
    }

    /** A store that remembers so many changes of each resource. */
    public ObjectStore(int historyLength) {
        this.historyLength = historyLength;
    }

    public long revision() {
        lock.lock();
        try {
            return revision;
        } finally {
            lock.unlock();
        }
    }

    public Optional<StoredObject> get(String storage, ObjectKey key) {
        lock.lock();
        try {
            return Optional.ofNullable(shelf(storage).objects.get(key));
        } finally {
            lock.unlock();
        }
    }

    /** All objects of the resource; of one namespace if one is named, of all if it is "". */
    public Snapshot list(String storage, String namespace) {
        lock.lock();
        try {
            TreeMap<ObjectKey, StoredObject> all = shelf(storage).objects;
            Collection<StoredObject> objects = namespace.isEmpty()
                    ? all.values()
                    : all.subMap(new ObjectKey(namespace, ""), new ObjectKey(namespace + "\0", ""))
                            .values();
            return new Snapshot(revision, new ArrayList<>(objects));
        } finally {
            lock.unlock();
        }
    }

    /** Under which names the store keeps objects. */
    public List<String> storages() {
        lock.lock();
        try {
            return List.copyOf(shelves.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** Stores a new object. The tree belongs to the store from now on. */
    public Written create(String storage, ObjectKey key, ObjectNode tree) {
        lock.lock();
        try {
            Shelf shelf = shelf(storage);
            StoredObject present = shelf.objects.get(key);
            if (present != null) {
                return new Written(Outcome.EXISTS, Optional.of(present));
            }
            return written(put(shelf, null, key, tree));
        } finally {
            lock.unlock();
        }
    }

    /** Replaces an object unless somebody else has written it since. The tree belongs to the store from now on. */
    public Written replace(String storage, StoredObject expected, ObjectNode tree) {
        lock.lock();
        try {
            Shelf shelf = shelf(storage);
            StoredObject present = shelf.objects.get(expected.key());
            if (present != expected) {
                return new Written(Outcome.STALE, Optional.ofNullable(present));
            }
            return written(put(shelf, present, expected.key(), tree));
        } finally {
            lock.unlock();
        }
    }

    /** Removes an object unless somebody else has written it since. */
    public Written delete(String storage, StoredObject expected) {
        lock.lock();
        try {
            Shelf shelf = shelf(storage);
            StoredObject present = shelf.objects.get(expected.key());
            if (present != expected) {
                return new Written(Outcome.STALE, Optional.ofNullable(present));
            }
            shelf.objects.remove(expected.key());
            StoredObject gone = numbered(expected.key(), expected.tree().deepCopy());
            shelf.history.add(new Change(present, gone, true));
            return written(gone);
        } finally {
            lock.unlock();
        }
    }

    /** Follows the changes of a resource after a revision. Refuses with 410 if they are no longer all known. */
    public Watcher watch(String storage, long afterRevision) {
        lock.lock();
        try {
            History history = shelf(storage).history;
            Watcher watcher = new Watcher(WATCHER_QUEUE, gone -> leave(history, gone));
            history.follow(watcher, afterRevision);
            return watcher;
        } finally {
            lock.unlock();
        }
    }

    private void leave(History history, Watcher watcher) {
        lock.lock();
        try {
            history.leave(watcher);
        } finally {
            lock.unlock();
        }
    }

    private StoredObject put(Shelf shelf, @Nullable StoredObject before, ObjectKey key, ObjectNode tree) {
        StoredObject after = numbered(key, tree);
        shelf.objects.put(key, after);
        shelf.history.add(new Change(before, after, false));
        return after;
    }

    private StoredObject numbered(ObjectKey key, ObjectNode tree) {
        revision++;
        Json.make(tree, "metadata").put("resourceVersion", Long.toString(revision));
        return new StoredObject(key, revision, tree);
    }

    private Shelf shelf(String storage) {
        return shelves.computeIfAbsent(storage, name -> new Shelf(historyLength));
    }

    private static Written written(StoredObject object) {
        return new Written(Outcome.WRITTEN, Optional.of(object));
    }
}
