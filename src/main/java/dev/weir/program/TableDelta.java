package dev.weir.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From one table to the next: rows added or changed, keys removed; both in order. */
public record TableDelta<K extends Comparable<K>, V>(List<V> changed, List<K> removed) {
    public TableDelta {
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
    }

    public static <K extends Comparable<K>, V> TableDelta<K, V> between(Table<K, V> from, Table<K, V> to) {
        List<V> changed = new ArrayList<>();
        List<K> removed = new ArrayList<>();
        if (from != to) {
            for (Map.Entry<K, V> row : to.rows().entrySet()) {
                if (!row.getValue().equals(from.get(row.getKey()))) {
                    changed.add(row.getValue());
                }
            }
            for (K key : from.keys()) {
                if (to.get(key) == null) {
                    removed.add(key);
                }
            }
        }
        return new TableDelta<>(changed, removed);
    }

    public boolean isEmpty() {
        return changed.isEmpty() && removed.isEmpty();
    }
}
