package dev.weir.table;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/** Rows in the order of their keys, in the form from which a tree is built in linear time; a sorted array, not a second tree to get it. */
final class SortedRows<K extends Comparable<K>, V> extends AbstractMap<K, V> implements SortedMap<K, V> {
    private final List<Map.Entry<K, V>> rows;

    private SortedRows(List<Map.Entry<K, V>> rows) {
        this.rows = rows;
    }

    /** Sorts the rows; of those with one key the last counts. */
    static <K extends Comparable<K>, V> List<Map.Entry<K, V>> sorted(List<Map.Entry<K, V>> rows) {
        rows.sort(Map.Entry.comparingByKey());
        int kept = 0;
        for (int i = 0; i < rows.size(); i++) {
            boolean isLast = i + 1 == rows.size()
                    || rows.get(i).getKey().compareTo(rows.get(i + 1).getKey()) != 0;
            if (isLast) {
                rows.set(kept++, rows.get(i));
            }
        }
        rows.subList(kept, rows.size()).clear();
        return rows;
    }

    /** @param rows in order, each key once */
    static <K extends Comparable<K>, V> TreePMap<K, V> tree(List<Map.Entry<K, V>> rows) {
        return TreePMap.fromSortedMap(new SortedRows<>(rows));
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<K, V>> iterator() {
                return rows.iterator();
            }

            @Override
            public int size() {
                return rows.size();
            }
        };
    }

    /** The natural order. */
    @Override
    public @Nullable Comparator<? super K> comparator() {
        return null;
    }

    @Override
    public SortedMap<K, V> subMap(K from, K to) {
        throw new UnsupportedOperationException("rows are only read from the first to the last");
    }

    @Override
    public SortedMap<K, V> headMap(K to) {
        throw new UnsupportedOperationException("rows are only read from the first to the last");
    }

    @Override
    public SortedMap<K, V> tailMap(K from) {
        throw new UnsupportedOperationException("rows are only read from the first to the last");
    }

    @Override
    public K firstKey() {
        return rows.getFirst().getKey();
    }

    @Override
    public K lastKey() {
        return rows.getLast().getKey();
    }
}
