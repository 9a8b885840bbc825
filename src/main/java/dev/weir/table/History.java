package dev.weir.table;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which keys changed from version to version of a table. It forgets the oldest steps once a comparison of the tables costs no more. */
final class History<K extends Comparable<K>> {
    private static final int MOST_STEPS = 1024;
    private static final int FEWEST_KEYS = 64;
    private static final int REMEMBERED_PART = 4;

    /** Stands for this version. Steps name versions by it alone, so that they do not keep alive what came before. */
    private final Object version = new Object();

    /** The oldest first. */
    private final List<Step<K>> steps;

    private final int keys;

    private record Step<K>(Object from, List<K> keys) {}

    /** Of a table that came from none. */
    History() {
        this(List.of(), 0);
    }

    private History(List<Step<K>> steps, int keys) {
        this.steps = steps;
        this.keys = keys;
    }

    History<K> after(List<K> changed, int rows) {
        int most = Math.max(FEWEST_KEYS, rows / REMEMBERED_PART);
        int remembered = keys + changed.size();
        int forgotten = 0;
        while (forgotten < steps.size() && (remembered > most || steps.size() - forgotten >= MOST_STEPS)) {
            remembered -= steps.get(forgotten).keys().size();
            forgotten++;
        }
        if (changed.size() > most) {
            return new History<>();
        }
        List<Step<K>> next = new ArrayList<>(steps.size() - forgotten + 1);
        next.addAll(steps.subList(forgotten, steps.size()));
        next.add(new Step<>(version, changed));
        return new History<>(next, remembered);
    }

    /** Null when the earlier version is forgotten, or none of this table's. */
    @Nullable
    SortedSet<K> keysSince(History<K> earlier) {
        SortedSet<K> changed = new TreeSet<>();
        if (earlier == this) {
            return changed;
        }
        int first = steps.size() - 1;
        while (first >= 0 && steps.get(first).from() != earlier.version) {
            first--;
        }
        if (first < 0) {
            return null;
        }
        steps.subList(first, steps.size()).forEach(step -> changed.addAll(step.keys()));
        return changed;
    }
}
