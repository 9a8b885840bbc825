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
 * Finds the selectors that match given labels without asking each. Equal selectors of one scope are one, however many things have them.
 *
 * <p>A criterion is one selector, over pods, or two, over pods and their namespaces; labels are given in the same order.
 */
final class SelectorIndex<T> {
    private final Map<String, Scope<T>> scopes = new HashMap<>();

    private record Entry<T>(List<LabelSelector> criterion, List<T> things, List<Shelf> shelves) {
        boolean matches(List<Map<String, String>> labels) {
            for (int i = 0; i < criterion.size(); i++) {
                if (!criterion.get(i).matches(labels.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Where an entry lies.
     *
     * @param position of the selector in its criterion
     * @param key of a label; empty: whatever the labels are
     * @param value null: any
     */
    private record Shelf(int position, String key, @Nullable String value) {
        static final Shelf OF_ANYTHING = new Shelf(0, "", null);
    }

    /**
     * The criteria of one namespace, or of none. A few are asked one by one. Of many each lies under a pair or a key that the labels must have
     * to be matched, the one under which fewest lie already.
     */
    private static final class Scope<T> {
        /** Up to here asking is cheaper than looking, and most namespaces have no more policies. */
        private static final int FEW = 8;

        private final List<Entry<T>> few = new ArrayList<>(2);
        private final Map<List<LabelSelector>, Entry<T>> many = new HashMap<>(0);
        private final Map<Shelf, List<Entry<T>>> shelves = new HashMap<>(0);

        void add(List<LabelSelector> criterion, T thing) {
            Entry<T> entry = find(criterion);
            if (entry == null) {
                entry = new Entry<>(criterion, new ArrayList<>(1), new ArrayList<>(0));
                place(entry);
            }
            entry.things.add(thing);
        }

        private @Nullable Entry<T> find(List<LabelSelector> criterion) {
            for (Entry<T> entry : few) {
                if (entry.criterion.equals(criterion)) {
                    return entry;
                }
            }
            return many.get(criterion);
        }

        /** What has become many stays so. */
        private void place(Entry<T> entry) {
            if (many.isEmpty() && few.size() < FEW) {
                few.add(entry);
                return;
            }
            few.forEach(this::shelve);
            few.clear();
            shelve(entry);
        }

        private void shelve(Entry<T> entry) {
            many.put(entry.criterion, entry);
            entry.shelves.addAll(shelvesFor(entry.criterion));
            entry.shelves.forEach(shelf ->
                    shelves.computeIfAbsent(shelf, unused -> new ArrayList<>(1)).add(entry));
        }

        void remove(List<LabelSelector> criterion, T thing) {
            Entry<T> entry = find(criterion);
            if (entry == null || !entry.things.remove(thing)) {
                throw new IllegalStateException("it was never added: " + thing);
            }
            if (entry.things.isEmpty()) {
                few.removeIf(one -> one == entry);
                many.remove(criterion);
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

        boolean isEmpty() {
            return size() == 0;
        }

        int size() {
            return few.size() + many.size();
        }

        void forEachMatching(List<Map<String, String>> labels, Consumer<T> found) {
            ask(few, labels, found);
            if (many.isEmpty()) {
                return;
            }
            look(Shelf.OF_ANYTHING, labels, found);
            for (int i = 0; i < labels.size(); i++) {
                for (Map.Entry<String, String> label : labels.get(i).entrySet()) {
                    look(new Shelf(i, label.getKey(), label.getValue()), labels, found);
                    look(new Shelf(i, label.getKey(), null), labels, found);
                }
            }
        }

        private void look(Shelf shelf, List<Map<String, String>> labels, Consumer<T> found) {
            ask(shelves.getOrDefault(shelf, List.of()), labels, found);
        }

        private void ask(List<Entry<T>> some, List<Map<String, String>> labels, Consumer<T> found) {
            for (Entry<T> entry : some) {
                if (entry.matches(labels)) {
                    entry.things.forEach(found);
                }
            }
        }

        /** Every alternative is a set of shelves of which matching labels have exactly one. */
        private List<Shelf> shelvesFor(List<LabelSelector> criterion) {
            List<Shelf> best = List.of(Shelf.OF_ANYTHING);
            int fewest = Integer.MAX_VALUE;
            for (int i = 0; i < criterion.size(); i++) {
                for (List<Shelf> alternative : alternatives(i, criterion.get(i))) {
                    int there = alternative.stream()
                            .mapToInt(shelf ->
                                    shelves.getOrDefault(shelf, List.of()).size())
                            .sum();
                    if (there < fewest) {
                        best = alternative;
                        fewest = there;
                    }
                }
            }
            return best;
        }

        private static List<List<Shelf>> alternatives(int position, LabelSelector selector) {
            List<List<Shelf>> alternatives = new ArrayList<>();
            selector.matchLabels().forEach((key, value) -> alternatives.add(List.of(new Shelf(position, key, value))));
            for (Requirement requirement : selector.requirements()) {
                if (requirement.operator() == Operator.IN) {
                    alternatives.add(requirement.values().stream()
                            .map(value -> new Shelf(position, requirement.key(), value))
                            .toList());
                } else if (requirement.operator() == Operator.EXISTS) {
                    alternatives.add(List.of(new Shelf(position, requirement.key(), null)));
                }
            }
            return alternatives;
        }
    }

    void add(String scope, List<LabelSelector> criterion, T thing) {
        scopes.computeIfAbsent(scope, unused -> new Scope<>()).add(criterion, thing);
    }

    void remove(String scope, List<LabelSelector> criterion, T thing) {
        Scope<T> there = scopes.get(scope);
        if (there == null) {
            throw new IllegalStateException("it was never added: " + thing);
        }
        there.remove(criterion, thing);
        if (there.isEmpty()) {
            scopes.remove(scope);
        }
    }

    int size() {
        return scopes.values().stream().mapToInt(Scope::size).sum();
    }

    void forEachMatching(String scope, List<Map<String, String>> labels, Consumer<T> found) {
        Scope<T> there = scopes.get(scope);
        if (there != null) {
            there.forEachMatching(labels, found);
        }
    }
}
