package dev.weir.words;

import java.util.List;

/** Where sentences come from: of a key of {@code messages.properties}, with what stands in its gaps. */
@FunctionalInterface
public interface Phrases {
    String of(String key, Object... arguments);

    /** "a, b and c". */
    default String and(List<String> items) {
        return joined(items, "list.and");
    }

    /** "a, b or c". */
    default String or(List<String> items) {
        return joined(items, "list.or");
    }

    private String joined(List<String> items, String lastKey) {
        if (items.size() < 2) {
            return String.join("", items);
        }
        String front = String.join(", ", items.subList(0, items.size() - 1));
        return of(lastKey, front, items.getLast());
    }
}
