package dev.weir.program;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Immutable rows in the order of their keys. Programs of many nodes share one by reference. */
public final class Table<K extends Comparable<K>, V> {
    private final SortedMap<K, V> rows;

    private Table(SortedMap<K, V> rows) {
        this.rows = Collections.unmodifiableSortedMap(rows);
    }

    public static <K extends Comparable<K>, V> Table<K, V> of(Iterable<V> values, Function<V, K> key) {
        TreeMap<K, V> rows = new TreeMap<>();
        values.forEach(value -> rows.put(key.apply(value), value));
        return new Table<K, V>(rows);
    }

    public static <K extends Comparable<K>, V> Table<K, V> empty() {
        return new Table<K, V>(new TreeMap<K, V>());
    }

    public @Nullable V get(K key) {
        return rows.get(key);
    }

    public Collection<V> values() {
        return rows.values();
    }

    public Set<K> keys() {
        return rows.keySet();
    }

    public int size() {
        return rows.size();
    }

    /** This table with some rows replaced or added and others removed. */
    public Table<K, V> with(Iterable<V> changed, Function<V, K> key, Iterable<K> removed) {
        TreeMap<K, V> next = new TreeMap<>(rows);
        removed.forEach(next::remove);
        changed.forEach(value -> next.put(key.apply(value), value));
        return new Table<K, V>(next);
    }

    Map<K, V> rows() {
        return rows;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof Table<?, ?> table && rows.equals(table.rows);
    }

    @Override
    public int hashCode() {
        return rows.hashCode();
    }

    @Override
    public String toString() {
        return rows.toString();
    }
}
