package dev.weir.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A change of what a cluster holds, for the manifest from which it comes. The manifest means the same in its own words: another order, comments, and
 * without what an API server fills in. All of that stays; what was not changed is not touched.
 */
public record ManifestChange(Map<String, Object> before, Map<String, Object> after) {

    /** The change as a merge patch of a manifest that means {@code base}. */
    public Map<String, Object> mergePatch(Map<String, Object> base) {
        return MergePatch.between(base, fields(before, after, base));
    }

    /**
     * A file with the change. Of several objects it is about the one with the kind and the name.
     *
     * @throws DocumentSyntaxException when the object is not in the file, or the file is none that can be changed in place
     */
    public String in(String file) {
        return Documents.changed(file, this::isMeant, this::changed)
                .orElseThrow(() -> new DocumentSyntaxException(
                        "There is no " + before.get("kind") + " "
                                + metadata(before).get("name") + " in it.",
                        ObjectDocument.START));
    }

    private boolean isMeant(Map<String, Object> object) {
        Map<?, ?> metadata = metadata(object);
        Object namespace = metadata.get("namespace");
        return Objects.equals(object.get("kind"), before.get("kind"))
                && Objects.equals(metadata.get("name"), metadata(before).get("name"))
                && (namespace == null || namespace.equals(metadata(before).get("namespace")));
    }

    private String changed(String document) {
        EditableText text = EditableText.parse(document);
        return text.become(fields(before, after, text.object())).text();
    }

    /** What {@code mine} is after the change, where it is what the cluster makes of {@code before}. */
    private static @Nullable Object carried(@Nullable Object before, @Nullable Object after, @Nullable Object mine) {
        if (before instanceof Map<?, ?> old
                && after instanceof Map<?, ?> wanted
                && (mine == null || mine instanceof Map<?, ?>)) {
            return fields(old, wanted, mine instanceof Map<?, ?> own ? own : Map.of());
        }
        if (before instanceof List<?> old
                && after instanceof List<?> wanted
                && mine instanceof List<?> own
                && isPart(own, old)) {
            return items(old, wanted, own);
        }
        return after;
    }

    private static Map<String, Object> fields(Map<?, ?> before, Map<?, ?> after, Map<?, ?> mine) {
        Map<String, Object> result = new LinkedHashMap<>();
        mine.forEach((key, value) -> {
            if (after.containsKey(key) || !before.containsKey(key)) {
                put(result, key, value);
            }
        });
        after.forEach((key, value) -> {
            Object old = before.get(key);
            if (!before.containsKey(key) || !Objects.equals(old, value)) {
                Object carried = carried(old, value, mine.get(key));
                if (mine.containsKey(key) || !isEmptied(value, carried)) {
                    put(result, key, carried);
                }
            }
        });
        return result;
    }

    /** Whether nothing is left to say of an object of which the manifest says nothing. */
    private static boolean isEmptied(@Nullable Object wanted, @Nullable Object carried) {
        return carried instanceof Map<?, ?> map && map.isEmpty() && !carried.equals(wanted);
    }

    // A null in the text is a null in the tree; the types of collections cannot say so.
    @SuppressWarnings("NullAway")
    private static void put(Map<String, Object> object, Object name, @Nullable Object value) {
        object.put(String.valueOf(name), value);
    }

    /** An item that stays has its author's words; one that is changed at its place keeps what is not changed of it. */
    private static List<Object> items(List<?> before, List<?> after, List<?> mine) {
        List<Object> result = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            Object wanted = after.get(i);
            int same = before.indexOf(wanted);
            boolean atItsPlace = i < before.size() && !after.contains(before.get(i));
            if (same >= 0) {
                result.add(mine.get(same));
            } else {
                result.add(atItsPlace ? carried(before.get(i), wanted, mine.get(i)) : wanted);
            }
        }
        return result;
    }

    /** Whether a manifest that says one thing may have become the other in the cluster, which fills in defaults. */
    private static boolean isPart(@Nullable Object mine, @Nullable Object whole) {
        if (mine instanceof Map<?, ?> own && whole instanceof Map<?, ?> all) {
            return own.entrySet().stream().allMatch(field -> isPart(field.getValue(), all.get(field.getKey())));
        }
        if (mine instanceof List<?> own && whole instanceof List<?> all && own.size() == all.size()) {
            for (int i = 0; i < own.size(); i++) {
                if (!isPart(own.get(i), all.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return Objects.equals(mine, whole);
    }

    private static Map<?, ?> metadata(Map<String, Object> object) {
        return object.get("metadata") instanceof Map<?, ?> metadata ? metadata : Map.of();
    }
}
