package dev.weir.program;

import dev.weir.table.Table;
import java.util.ArrayList;
import java.util.List;

/** From one table to the next: rows added or changed, keys removed; both in order. */
public record TableDelta<K extends Comparable<K>, V>(List<V> changed, List<K> removed) {
    public TableDelta {
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    /** Costs what has changed when one table came from the other. */
    public static <K extends Comparable<K>, V> TableDelta<K, V> between(Table<K, V> from, Table<K, V> to) {
        List<V> changed = new ArrayList<>();
        List<K> removed = new ArrayList<>();
        for (K key : to.keysChangedSince(from)) {
            V value = to.get(key);
            if (value == null) {
                removed.add(key);
            } else {
                changed.add(value);
            }
        }
        return new TableDelta<>(changed, removed);
    }

    public boolean isEmpty() {
        return changed.isEmpty() && removed.isEmpty();
    }
}
