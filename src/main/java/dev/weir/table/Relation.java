package dev.weir.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePSet;

/** Immutable pairs, in order: for every left one, the right ones it goes with. The next version shares all that is the same. */
public final class Relation<L extends Comparable<L>, R extends Comparable<R>> {
    private final TreePSet<Pair<L, R>> pairs;
    private final R least;

    /** A left one and a right one. */
    public record Pair<L extends Comparable<L>, R extends Comparable<R>>(L left, R right)
            implements Comparable<Pair<L, R>> {
        @Override
        public int compareTo(Pair<L, R> other) {
            int byLeft = left.compareTo(other.left);
            return byLeft != 0 ? byLeft : right.compareTo(other.right);
        }
    }

    private Relation(TreePSet<Pair<L, R>> pairs, R least) {
        this.pairs = pairs;
        this.least = least;
    }

    /** @param least not greater than any right one */
    public static <L extends Comparable<L>, R extends Comparable<R>> Relation<L, R> of(
            Collection<Pair<L, R>> pairs, R least) {
        return new Relation<>(TreePSet.fromSortedSet(new TreeSet<>(pairs)), least);
    }

    public Relation<L, R> with(Collection<Pair<L, R>> added, Collection<Pair<L, R>> removed) {
        TreePSet<Pair<L, R>> next = pairs;
        for (Pair<L, R> pair : removed) {
            next = next.minus(pair);
        }
        for (Pair<L, R> pair : added) {
            next = next.plus(pair);
        }
        return new Relation<>(next, least);
    }

    /** The first in order that goes with it. */
    public @Nullable R first(L left) {
        Pair<L, R> first = pairs.ceiling(new Pair<>(left, least));
        return first == null || !first.left().equals(left) ? null : first.right();
    }

    /** All that go with it, in order. */
    public List<R> all(L left) {
        List<R> all = new ArrayList<>();
        for (Pair<L, R> pair : pairs.tailSet(new Pair<>(left, least))) {
            if (!pair.left().equals(left)) {
                break;
            }
            all.add(pair.right());
        }
        return all;
    }
}
