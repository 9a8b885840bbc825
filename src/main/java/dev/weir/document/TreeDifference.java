package dev.weir.document;

import dev.weir.document.TreeEdit.Add;
import dev.weir.document.TreeEdit.Put;
import dev.weir.document.TreeEdit.Remove;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The small changes that make one object another; in an order in which each finds its place. */
final class TreeDifference {
    private final List<TreeEdit> edits = new ArrayList<>();

    private TreeDifference() {}

    static List<TreeEdit> between(Map<String, Object> before, Map<String, Object> after) {
        TreeDifference difference = new TreeDifference();
        difference.compare(FieldPath.ROOT, before, after);
        return difference.edits;
    }

    private void compare(FieldPath path, Object before, Object after) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before instanceof Map<?, ?> old && after instanceof Map<?, ?> wanted) {
            compareFields(path, old, wanted);
        } else if (before instanceof List<?> old && after instanceof List<?> wanted) {
            compareItems(path, old, wanted);
        } else {
            edits.add(new Put(path, after));
        }
    }

    private void compareFields(FieldPath path, Map<?, ?> before, Map<?, ?> after) {
        after.forEach((key, value) -> {
            FieldPath field = path.field(String.valueOf(key));
            if (before.containsKey(key)) {
                compare(field, before.get(key), value);
            } else {
                edits.add(new Put(field, value));
            }
        });
        before.keySet().stream()
                .filter(key -> !after.containsKey(key))
                .forEach(key -> edits.add(new Remove(path.field(String.valueOf(key)))));
    }

    /** Items that are the same at both ends stay; of those in between each is compared with the one at its place. */
    private void compareItems(FieldPath path, List<?> before, List<?> after) {
        int shorter = Math.min(before.size(), after.size());
        int start = 0;
        while (start < shorter && Objects.equals(before.get(start), after.get(start))) {
            start++;
        }
        int end = before.size() > after.size() ? sameAtTheEnd(before, after, shorter - start) : 0;
        int both = shorter - end;
        for (int i = start; i < both; i++) {
            compare(path.item(i), before.get(i), after.get(i));
        }
        for (int i = before.size() - end - 1; i >= both; i--) {
            edits.add(new Remove(path.item(i)));
        }
        for (int i = before.size(); i < after.size(); i++) {
            edits.add(new Add(path, after.get(i)));
        }
    }

    private static int sameAtTheEnd(List<?> before, List<?> after, int most) {
        int same = 0;
        while (same < most
                && Objects.equals(before.get(before.size() - 1 - same), after.get(after.size() - 1 - same))) {
            same++;
        }
        return same;
    }
}
