package dev.weir.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Immutable rows in the order of their keys. The next version shares all that is the same, so it costs what has changed; it also remembers
 * for some time which keys those were, so {@link #keysChangedSince} costs no more.
 */
public final class Table<K extends Comparable<K>, V> {
    /** When more than this part of a table changes at once it is put together anew, which is cheaper for each row. */
    private static final int REBUILT_PART = 4;

    private final TreePMap<K, V> rows;
    private final History<K> history;

    private Table(TreePMap<K, V> rows, History<K> history) {
        this.rows = rows;
        this.history = history;
    }

    public static <K extends Comparable<K>, V> Table<K, V> of(Iterable<? extends V> values, Function<V, K> key) {
        return new Table<>(SortedRows.tree(sorted(values, key)), new History<>());
    }

    private static <K extends Comparable<K>, V> List<Map.Entry<K, V>> sorted(
            Iterable<? extends V> values, Function<V, K> key) {
        List<Map.Entry<K, V>> rows = new ArrayList<>();
        for (V value : values) {
            rows.add(Map.entry(key.apply(value), value));
        }
        return SortedRows.sorted(rows);
    }

    public static <K extends Comparable<K>, V> Table<K, V> empty() {
        return new Table<K, V>(TreePMap.empty(), new History<>());
    }

    public @Nullable V get(K key) {
        return rows.get(key);
    }

    public Collection<V> values() {
        return rows.values();
    }

    /** Rows with keys from one, inclusive, to another, exclusive. */
    public Collection<V> values(K from, K to) {
        return rows.subMap(from, to).values();
    }

    /** Rows with keys from one, inclusive, on. */
    public Collection<V> valuesFrom(K from) {
        return rows.tailMap(from).values();
    }

    public Set<K> keys() {
        return rows.keySet();
    }

    public int size() {
        return rows.size();
    }

    /** This table without some rows, and with others replaced or added; the last of those with a key counts. Itself when nothing changes. */
    public Table<K, V> with(Iterable<? extends V> changed, Function<V, K> key, Iterable<? extends K> removed) {
        List<Map.Entry<K, V>> written = sorted(changed, key);
        if (rows.isEmpty()) {
            return written.isEmpty() ? this : new Table<>(SortedRows.tree(written), new History<>());
        }
        Set<K> gone = new TreeSet<>();
        for (K one : removed) {
            if (rows.containsKey(one)) {
                gone.add(one);
            }
        }
        written.forEach(row -> gone.remove(row.getKey()));
        written.removeIf(row -> row.getValue().equals(rows.get(row.getKey())));
        return written.isEmpty() && gone.isEmpty() ? this : next(written, gone);
    }

    private Table<K, V> next(List<Map.Entry<K, V>> written, Set<K> gone) {
        boolean anew = written.size() + gone.size() > rows.size() / REBUILT_PART;
        TreePMap<K, V> next = anew ? rebuilt(written, gone) : changed(written, gone);
        return new Table<>(next, history.after(keys(written, gone), next.size()));
    }

    private TreePMap<K, V> rebuilt(List<Map.Entry<K, V>> written, Set<K> gone) {
        TreeMap<K, V> anew = new TreeMap<>(rows);
        gone.forEach(anew::remove);
        written.forEach(row -> anew.put(row.getKey(), row.getValue()));
        return TreePMap.fromSortedMap(anew);
    }

    private TreePMap<K, V> changed(List<Map.Entry<K, V>> written, Set<K> gone) {
        TreePMap<K, V> next = rows;
        for (K key : gone) {
            next = next.minus(key);
        }
        for (Map.Entry<K, V> row : written) {
            next = next.plus(row.getKey(), row.getValue());
        }
        return next;
    }

    private static <K, V> List<K> keys(List<Map.Entry<K, V>> written, Set<K> gone) {
        List<K> keys = new ArrayList<>(written.size() + gone.size());
        written.forEach(row -> keys.add(row.getKey()));
        keys.addAll(gone);
        return Collections.unmodifiableList(keys);
    }

    /**
     * The keys, in order, whose rows are not the same as in another table. It costs what has changed when this table came from that one not
     * too many versions ago, otherwise every row is compared.
     */
    public SortedSet<K> keysChangedSince(Table<K, V> other) {
        if (other.rows.isEmpty()) {
            return rows.keySet();
        }
        SortedSet<K> remembered = history.keysSince(other.history);
        SortedSet<K> changed = new TreeSet<>();
        for (K key : remembered == null ? keysOfBoth(other) : remembered) {
            if (!sameRow(get(key), other.get(key))) {
                changed.add(key);
            }
        }
        return changed;
    }

    private Set<K> keysOfBoth(Table<K, V> other) {
        Set<K> keys = new TreeSet<>(rows.keySet());
        keys.addAll(other.rows.keySet());
        return keys;
    }

    private static <V> boolean sameRow(@Nullable V one, @Nullable V other) {
        return one == other || one != null && one.equals(other);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof Table<?, ?> table && hasRowsOf(table);
    }

    /** Tables of one line of versions are compared by what changed between them, whichever is the later. */
    @SuppressWarnings("unchecked") // a common history has a common type
    private boolean hasRowsOf(Table<?, ?> other) {
        if (size() != other.size()) {
            return false;
        }
        Table<K, V> same = (Table<K, V>) other;
        SortedSet<K> remembered = history.keysSince(same.history);
        SortedSet<K> keys = remembered == null ? same.history.keysSince(history) : remembered;
        return keys == null ? rows.equals(other.rows) : keys.stream().allMatch(key -> sameRow(get(key), same.get(key)));
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
