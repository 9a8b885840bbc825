package dev.weir.policy;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** How many say each thing; knows which things began or ceased to be said since it was asked last. */
final class Counts<T> {
    private final Map<T, Integer> counts = new HashMap<>();
    private final Set<T> toggled = new LinkedHashSet<>();

    void add(T thing) {
        if (counts.merge(thing, 1, Integer::sum) == 1) {
            toggle(thing);
        }
    }

    void remove(T thing) {
        if (counts.merge(thing, -1, Integer::sum) == 0) {
            counts.remove(thing);
            toggle(thing);
        }
    }

    /** What began and ceased in between is as it was. */
    private void toggle(T thing) {
        if (!toggled.remove(thing)) {
            toggled.add(thing);
        }
    }

    boolean contains(T thing) {
        return counts.containsKey(thing);
    }

    Set<T> all() {
        return counts.keySet();
    }

    Set<T> takeToggled() {
        Set<T> taken = Set.copyOf(toggled);
        toggled.clear();
        return taken;
    }
}
