package dev.weir.policy;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LabelSelector.Operator;
import dev.weir.cluster.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the things that a label selector matches without asking each: by the pair or key that fewest of them carry. */
final class LabelIndex<T> {
    private final List<T> things;
    private final Function<T, Map<String, String>> labels;
    private final Map<String, Map<String, List<Integer>>> positions = new HashMap<>();

    LabelIndex(List<T> things, Function<T, Map<String, String>> labels) {
        this.things = things;
        this.labels = labels;
        for (int i = 0; i < things.size(); i++) {
            for (Map.Entry<String, String> label : labels.apply(things.get(i)).entrySet()) {
                positions
                        .computeIfAbsent(label.getKey(), unused -> new HashMap<>())
                        .computeIfAbsent(label.getValue(), unused -> new ArrayList<>())
                        .add(i);
            }
        }
    }

    /** In the order in which they were given. */
    List<T> matching(LabelSelector selector) {
        if (selector.isEverything()) {
            return things;
        }
        List<T> result = new ArrayList<>();
        List<Integer> candidates = fewestCandidates(selector);
        if (candidates == null) {
            things.forEach(thing -> addIfMatching(thing, selector, result));
        } else {
            candidates.forEach(position -> addIfMatching(things.get(position), selector, result));
        }
        return result;
    }

    private void addIfMatching(T thing, LabelSelector selector, List<T> result) {
        if (selector.matches(labels.apply(thing))) {
            result.add(thing);
        }
    }

    /** Null when nothing in the selector narrows the search. */
    private @Nullable List<Integer> fewestCandidates(LabelSelector selector) {
        List<Integer> fewest = null;
        for (Map.Entry<String, String> pair : selector.matchLabels().entrySet()) {
            fewest = fewer(fewest, carrying(pair.getKey(), List.of(pair.getValue())));
        }
        for (Requirement requirement : selector.requirements()) {
            if (requirement.operator() == Operator.IN) {
                fewest = fewer(fewest, carrying(requirement.key(), requirement.values()));
            }
        }
        return fewest;
    }

    private static List<Integer> fewer(@Nullable List<Integer> one, List<Integer> other) {
        return one == null || other.size() < one.size() ? other : one;
    }

    private List<Integer> carrying(String key, List<String> values) {
        Map<String, List<Integer>> byValue = positions.getOrDefault(key, Map.of());
        if (values.size() == 1) {
            return byValue.getOrDefault(values.getFirst(), List.of());
        }
        TreeSet<Integer> union = new TreeSet<>();
        values.forEach(value -> union.addAll(byValue.getOrDefault(value, List.of())));
        return List.copyOf(union);
    }
}
