package dev.weir.document;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What changes between two objects and nothing else, as RFC 7386 writes it: fields by their names, lists as a whole, {@code null} for what goes. It
 * fits any text that means the object, whatever the order and the comments of that text.
 */
public final class MergePatch {
    private MergePatch() {}

    /** Empty when the objects are the same. */
    public static Map<String, Object> between(Map<?, ?> before, Map<?, ?> after) {
        Map<String, Object> patch = new LinkedHashMap<>();
        after.forEach((key, value) -> {
            Object old = before.get(key);
            if (old instanceof Map<?, ?> from && value instanceof Map<?, ?> to) {
                Map<String, Object> inside = between(from, to);
                if (!inside.isEmpty()) {
                    patch.put(String.valueOf(key), inside);
                }
            } else if (!Objects.equals(old, value)) {
                patch.put(String.valueOf(key), value);
            }
        });
        before.keySet().stream().filter(key -> !after.containsKey(key)).forEach(key -> remove(patch, key));
        return patch;
    }

    // The standard's word for a field that goes is null; the types of collections cannot say so.
    @SuppressWarnings("NullAway")
    private static void remove(Map<String, Object> patch, Object key) {
        patch.put(String.valueOf(key), null);
    }
}
