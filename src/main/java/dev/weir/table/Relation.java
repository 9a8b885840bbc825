package dev.weir.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Immutable pairs, in order: for every left one, the right ones it goes with, which are few. The next version shares all that is the same.
 */
public final class Relation<L extends Comparable<L>, R extends Comparable<R>> {
    private final TreePMap<L, List<R>> rights;

    /** A left one and a right one. */
    public record Pair<L, R>(L left, R right) {}

    private Relation(TreePMap<L, List<R>> rights) {
        this.rights = rights;
    }

    public static <L extends Comparable<L>, R extends Comparable<R>> Relation<L, R> of(Collection<Pair<L, R>> pairs) {
        List<Pair<L, R>> sorted = new ArrayList<>(pairs);
        sorted.sort(Comparator.comparing(Pair<L, R>::left).thenComparing(Pair::right));
        List<Map.Entry<L, List<R>>> rights = new ArrayList<>();
        for (int from = 0, to; from < sorted.size(); from = to) {
            L left = sorted.get(from).left();
            to = from + 1;
            while (to < sorted.size() && sorted.get(to).left().compareTo(left) == 0) {
                to++;
            }
            rights.add(Map.entry(left, rights(sorted.subList(from, to))));
        }
        return new Relation<>(SortedRows.tree(rights));
    }

    private static <L, R> List<R> rights(List<Pair<L, R>> group) {
        return group.size() == 1
                ? List.of(group.getFirst().right())
                : group.stream().map(Pair::right).toList();
    }

    private static <L, R> Map<L, List<R>> grouped(Collection<Pair<L, R>> pairs) {
        Map<L, List<R>> groups = new HashMap<>();
        for (Pair<L, R> pair : pairs) {
            groups.computeIfAbsent(pair.left(), unused -> new ArrayList<>(1)).add(pair.right());
        }
        return groups;
    }

    private static <R extends Comparable<R>> List<R> inOrder(List<R> group) {
        if (group.size() > 1) {
            Collections.sort(group);
        }
        return List.copyOf(group);
    }

    /** This relation without some pairs, and with others. */
    public Relation<L, R> with(Collection<Pair<L, R>> added, Collection<Pair<L, R>> removed) {
        Map<L, List<R>> more = grouped(added);
        Map<L, List<R>> less = grouped(removed);
        List<L> touched = new ArrayList<>(more.keySet());
        less.keySet().stream().filter(left -> !more.containsKey(left)).forEach(touched::add);
        TreePMap<L, List<R>> next = rights;
        for (L left : touched) {
            List<R> group = new ArrayList<>(all(left));
            group.removeAll(less.getOrDefault(left, List.of()));
            group.addAll(more.getOrDefault(left, List.of()));
            next = group.isEmpty() ? next.minus(left) : next.plus(left, inOrder(group));
        }
        return new Relation<>(next);
    }

    /** The first in order that goes with it. */
    public @Nullable R first(L left) {
        List<R> all = rights.get(left);
        return all == null ? null : all.getFirst();
    }

    /** All that go with it, in order. */
    public List<R> all(L left) {
        return rights.getOrDefault(left, List.of());
    }
}
