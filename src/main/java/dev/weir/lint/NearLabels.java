package dev.weir.lint;

import dev.weir.cluster.LabelSelector;
import dev.weir.document.FieldPath;
import dev.weir.document.TreeEdit;
import dev.weir.document.TreeEdit.Put;
import dev.weir.document.TreeEdit.Remove;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The label that is there, instead of the one that was typed. */
final class NearLabels {
    private NearLabels() {}

    /** One pair of a selector, and what it would have to be. */
    record Suggestion(String oldKey, String key, String value, int distance) {
        String text() {
            return key + "=" + value;
        }

        TreeEdit[] edits(FieldPath selector) {
            FieldPath labels = selector.field("matchLabels");
            Put put = new Put(labels.field(key), value);
            return key.equals(oldKey) ? new TreeEdit[] {put} : new TreeEdit[] {new Remove(labels.field(oldKey)), put};
        }
    }

    /** The smallest change of one pair with which the selector matches any of these. */
    static Optional<Suggestion> of(LabelSelector selector, Collection<Map<String, String>> labels) {
        return new TreeMap<>(selector.matchLabels())
                .entrySet().stream()
                        .flatMap(pair -> near(pair, labels).stream()
                                .filter(other -> labels.stream().anyMatch(with(selector, other)::matches)))
                        .min(Comparator.comparingInt(Suggestion::distance).thenComparing(Suggestion::text));
    }

    private static LabelSelector with(LabelSelector selector, Suggestion other) {
        Map<String, String> pairs = new TreeMap<>(selector.matchLabels());
        pairs.remove(other.oldKey());
        pairs.put(other.key(), other.value());
        return new LabelSelector(pairs, selector.requirements());
    }

    private static Collection<Suggestion> near(Map.Entry<String, String> pair, Collection<Map<String, String>> labels) {
        int most = Math.max(2, (pair.getKey().length() + pair.getValue().length()) / 4);
        Collection<Suggestion> found =
                new TreeSet<>(Comparator.comparingInt(Suggestion::distance).thenComparing(Suggestion::text));
        for (Map<String, String> one : labels) {
            one.forEach((key, value) -> {
                int distance = Nearest.distance(pair.getKey(), key) + Nearest.distance(pair.getValue(), value);
                if (distance <= most) {
                    found.add(new Suggestion(pair.getKey(), key, value, distance));
                }
            });
        }
        return found;
    }
}
