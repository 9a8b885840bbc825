package dev.weir.daemon.count;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Entries of the book, each with the version at which it was written last: 1 at least. */
final class Entries<K, V> {
    private final Map<K, Entry<V>> all = new HashMap<>();
    private long removedAt;

    private record Entry<V>(V value, long version) {}

    @Nullable
    V get(K key) {
        var entry = all.get(key);
        return entry == null ? null : entry.value;
    }

    void put(K key, V value, long version) {
        all.put(key, new Entry<>(value, version));
    }

    void remove(K key, long version) {
        if (all.remove(key) != null) {
            removedAt = version;
        }
    }

    void removeIf(Predicate<V> test, long version) {
        if (all.values().removeIf(entry -> test.test(entry.value))) {
            removedAt = version;
        }
    }

    int size() {
        return all.size();
    }

    Collection<K> keys() {
        return all.keySet();
    }

    Collection<V> values() {
        return changedAfter(0);
    }

    /** Whether an entry went after that version, so that changes do not tell everything. */
    boolean lostSomeAfter(long version) {
        return removedAt > version;
    }

    List<V> changedAfter(long version) {
        return all.values().stream()
                .filter(entry -> entry.version > version)
                .map(Entry::value)
                .toList();
    }
}
