package dev.weir.document;

import dev.weir.document.FieldPath.Field;
import dev.weir.document.FieldPath.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A change to one place of an object. Values are trees as {@link ObjectDocument#object} has them. */
public sealed interface TreeEdit {
    /** Where. */
    FieldPath path();

    /** Sets a value; the objects around it are made when they are not there. */
    record Put(FieldPath path, Object value) implements TreeEdit {}

    /** Adds an item at the end of a list, which is made when it is not there. */
    record Add(FieldPath path, Object item) implements TreeEdit {}

    /** Takes a field or an item away, which must be there. */
    record Remove(FieldPath path) implements TreeEdit {}

    /** The object after the change; what is given stays as it is. */
    static Map<String, Object> applied(Map<String, Object> object, TreeEdit edit) {
        return asObject(changed(object, edit, 0));
    }

    private static @Nullable Object changed(@Nullable Object node, TreeEdit edit, int depth) {
        FieldPath path = edit.path();
        if (depth == path.steps().size()) {
            return switch (edit) {
                case Put put -> put.value();
                case Add add -> longer(node, add.item());
                case Remove remove -> throw new IllegalArgumentException("nothing is around the root");
            };
        }
        boolean removed = edit instanceof Remove && depth == path.steps().size() - 1;
        return switch (path.steps().get(depth)) {
            case Field(String name) -> {
                Map<String, Object> object = asObject(node);
                if (removed && !object.containsKey(name)) {
                    throw new IllegalArgumentException("there is no " + path);
                }
                if (removed) {
                    object.remove(name);
                } else {
                    put(object, name, changed(object.get(name), edit, depth + 1));
                }
                yield object;
            }
            case Item(int index) -> {
                List<Object> list = asList(node);
                if (index >= list.size()) {
                    throw new IllegalArgumentException("there is no " + path);
                }
                if (removed) {
                    list.remove(index);
                } else {
                    set(list, index, changed(list.get(index), edit, depth + 1));
                }
                yield list;
            }
        };
    }

    // A null in the text is a null in the tree; the types of collections cannot say so.
    @SuppressWarnings("NullAway")
    private static void put(Map<String, Object> object, String name, @Nullable Object value) {
        object.put(name, value);
    }

    @SuppressWarnings("NullAway")
    private static void set(List<Object> list, int index, @Nullable Object value) {
        list.set(index, value);
    }

    private static List<Object> longer(@Nullable Object list, Object item) {
        List<Object> result = asList(list);
        result.add(item);
        return result;
    }

    private static Map<String, Object> asObject(@Nullable Object value) {
        Map<String, Object> result = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> put(result, String.valueOf(key), entry));
        }
        return result;
    }

    private static List<Object> asList(@Nullable Object value) {
        return value instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
    }
}
