package dev.weir.policy;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LabelSelector.Operator;
import dev.weir.cluster.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the selectors that match given labels without asking each. A selector lies under a pair or a key that the labels must have to be
 * matched, the one under which fewest lie already. Equal selectors of one scope are one, however many things have them.
 *
 * <p>A criterion is one selector, over pods, or two, over pods and their namespaces; labels are given in the same order.
 */
final class SelectorIndex<T> {
    private final Map<Criterion, Entry<T>> entries = new HashMap<>();
    private final Map<Shelf, List<Entry<T>>> shelves = new HashMap<>();

    private record Criterion(String scope, List<LabelSelector> selectors) {
        boolean matches(List<Map<String, String>> labels) {
            for (int i = 0; i < selectors.size(); i++) {
                if (!selectors.get(i).matches(labels.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private record Entry<T>(Criterion criterion, List<T> things, List<Shelf> shelves) {}

    /**
     * Where an entry lies.
     *
     * @param position of the selector in its criterion
     * @param key of a label; empty: whatever the labels are
     * @param value null: any
     */
    private record Shelf(
            String scope,
            int position,
            String key,
            @Nullable String value) {
        static Shelf ofAnything(String scope) {
            return new Shelf(scope, 0, "", null);
        }
    }

    void add(String scope, List<LabelSelector> selectors, T thing) {
        Criterion criterion = new Criterion(scope, selectors);
        Entry<T> entry = entries.get(criterion);
        if (entry == null) {
            entry = new Entry<>(criterion, new ArrayList<>(1), shelvesFor(criterion));
            entries.put(criterion, entry);
            for (Shelf shelf : entry.shelves) {
                shelves.computeIfAbsent(shelf, unused -> new ArrayList<>(1)).add(entry);
            }
        }
        entry.things.add(thing);
    }

    void remove(String scope, List<LabelSelector> selectors, T thing) {
        Criterion criterion = new Criterion(scope, selectors);
        Entry<T> entry = entries.get(criterion);
        if (entry == null || !entry.things.remove(thing)) {
            throw new IllegalStateException("it was never added: " + thing);
        }
        if (entry.things.isEmpty()) {
            entries.remove(criterion);
            entry.shelves.forEach(shelf -> take(shelf, entry));
        }
    }

    private void take(Shelf shelf, Entry<T> entry) {
        List<Entry<T>> there = shelves.get(shelf);
        if (there != null) {
            there.removeIf(one -> one == entry);
            if (there.isEmpty()) {
                shelves.remove(shelf);
            }
        }
    }

    int size() {
        return entries.size();
    }

    void forEachMatching(String scope, List<Map<String, String>> labels, Consumer<T> found) {
        look(Shelf.ofAnything(scope), labels, found);
        for (int i = 0; i < labels.size(); i++) {
            for (Map.Entry<String, String> label : labels.get(i).entrySet()) {
                look(new Shelf(scope, i, label.getKey(), label.getValue()), labels, found);
                look(new Shelf(scope, i, label.getKey(), null), labels, found);
            }
        }
    }

    private void look(Shelf shelf, List<Map<String, String>> labels, Consumer<T> found) {
        for (Entry<T> entry : shelves.getOrDefault(shelf, List.of())) {
            if (entry.criterion.matches(labels)) {
                entry.things.forEach(found);
            }
        }
    }

    /** Every alternative is a set of shelves of which matching labels have exactly one. */
    private List<Shelf> shelvesFor(Criterion criterion) {
        List<Shelf> best = List.of(Shelf.ofAnything(criterion.scope));
        int fewest = Integer.MAX_VALUE;
        for (int i = 0; i < criterion.selectors.size(); i++) {
            for (List<Shelf> alternative : alternatives(criterion.scope, i, criterion.selectors.get(i))) {
                int there = alternative.stream()
                        .mapToInt(
                                shelf -> shelves.getOrDefault(shelf, List.of()).size())
                        .sum();
                if (there < fewest) {
                    best = alternative;
                    fewest = there;
                }
            }
        }
        return best;
    }

    private static List<List<Shelf>> alternatives(String scope, int position, LabelSelector selector) {
        List<List<Shelf>> alternatives = new ArrayList<>();
        selector.matchLabels()
                .forEach((key, value) -> alternatives.add(List.of(new Shelf(scope, position, key, value))));
        for (Requirement requirement : selector.requirements()) {
            if (requirement.operator() == Operator.IN) {
                alternatives.add(requirement.values().stream()
                        .map(value -> new Shelf(scope, position, requirement.key(), value))
                        .toList());
            } else if (requirement.operator() == Operator.EXISTS) {
                alternatives.add(List.of(new Shelf(scope, position, requirement.key(), null)));
            }
        }
        return alternatives;
    }
}
