package dev.weir.local.api.patch;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.schema.Schema;
import dev.weir.local.api.status.ApiException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The patch that {@code kubectl} sends for built-in kinds: lists of objects merge by a key, directives delete, replace and order. */
final class StrategicMerge {

    private static final String DIRECTIVE = "$patch";
    private static final String RETAIN = "$retainKeys";
    private static final String ORDER = "$setElementOrder/";
    private static final String DELETE_VALUES = "$deleteFromPrimitiveList/";

    private StrategicMerge() {}

    /** A new object: the current one with the patch applied. */
    static ObjectNode apply(ObjectNode current, ObjectNode patch, Schema schema) {
        if (Json.text(patch, DIRECTIVE).equals("replace")) {
            return (ObjectNode) withoutDirectives(patch);
        }
        ObjectNode result = current.deepCopy();
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            if (!field.getKey().startsWith("$")) {
                applyField(result, field.getKey(), field.getValue(), schema.fieldOrAnything(field.getKey()));
            }
        }
        for (Map.Entry<String, JsonNode> field : patch.properties()) {
            if (field.getKey().startsWith(DELETE_VALUES)) {
                deleteValues(result, field.getKey().substring(DELETE_VALUES.length()), field.getValue());
            } else if (field.getKey().startsWith(ORDER)) {
                String name = field.getKey().substring(ORDER.length());
                order(result, name, field.getValue(), schema.fieldOrAnything(name));
            }
        }
        retain(result, patch);
        return result;
    }

    private static void applyField(ObjectNode result, String name, JsonNode value, Schema schema) {
        JsonNode present = Json.at(result, name);
        boolean merges = schema.merging().patchStrategy().startsWith("merge");
        if (value.isNull() || Json.text(value, DIRECTIVE).equals("delete")) {
            result.remove(name);
        } else if (value instanceof ObjectNode patch) {
            ObjectNode base = present instanceof ObjectNode object ? object : Json.object();
            result.set(name, apply(base, patch, schema));
        } else if (value instanceof ArrayNode patch && merges) {
            result.set(name, mergeList(present instanceof ArrayNode array ? array : Json.array(), patch, schema));
        } else {
            result.set(name, withoutDirectives(value));
        }
    }

    private static ArrayNode mergeList(ArrayNode present, ArrayNode patch, Schema schema) {
        String key = schema.merging().patchKey();
        for (JsonNode item : patch) {
            if (Json.text(item, DIRECTIVE).equals("replace")) {
                return replacement(patch);
            }
        }
        List<JsonNode> items = new ArrayList<>(present.values());
        for (JsonNode item : patch) {
            if (key.isEmpty()) {
                if (!items.contains(item)) {
                    items.add(item);
                }
            } else if (item instanceof ObjectNode object) {
                mergeItem(items, object, key, schema.items());
            } else {
                throw ApiException.badRequest(
                        "unable to find api field: the elements of a list that merges by " + key + " must be objects");
            }
        }
        return Json.array().addAll(items);
    }

    private static ArrayNode replacement(ArrayNode patch) {
        ArrayNode items = Json.array();
        for (JsonNode item : patch) {
            if (!item.has(DIRECTIVE)) {
                items.add(item);
            }
        }
        return items;
    }

    private static void mergeItem(List<JsonNode> items, ObjectNode patch, String key, Schema schema) {
        JsonNode wanted = Json.at(patch, key);
        if (wanted == null) {
            throw ApiException.badRequest("map: " + patch + " does not contain declared merge key: " + key);
        }
        int index = indexOf(items, key, wanted);
        if (Json.text(patch, DIRECTIVE).equals("delete")) {
            items.removeIf(item -> wanted.equals(item.get(key)));
        } else if (index < 0) {
            items.add(withoutDirectives(apply(Json.object(), patch, schema)));
        } else {
            items.set(index, apply((ObjectNode) items.get(index), patch, schema));
        }
    }

    private static int indexOf(List<JsonNode> items, String key, @Nullable JsonNode wanted) {
        for (int i = 0; i < items.size(); i++) {
            if (wanted != null && wanted.equals(items.get(i).get(key))) {
                return i;
            }
        }
        return -1;
    }

    private static void deleteValues(ObjectNode result, String name, JsonNode values) {
        if (Json.at(result, name) instanceof ArrayNode list) {
            List<JsonNode> kept = new ArrayList<>(list.values());
            kept.removeIf(item -> values.values().contains(item));
            result.set(name, Json.array().addAll(kept));
        }
    }

    /** Puts the elements that the order names into that order; the others follow. */
    private static void order(ObjectNode result, String name, JsonNode order, Schema schema) {
        if (!(Json.at(result, name) instanceof ArrayNode list)) {
            return;
        }
        String key = schema.merging().patchKey();
        Set<JsonNode> ordered = new LinkedHashSet<>();
        for (JsonNode wanted : order) {
            for (JsonNode item : list) {
                boolean same =
                        key.isEmpty() ? item.equals(wanted) : wanted.path(key).equals(item.path(key));
                if (same) {
                    ordered.add(item);
                }
            }
        }
        ordered.addAll(list.values());
        result.set(name, Json.array().addAll(ordered));
    }

    private static void retain(ObjectNode result, ObjectNode patch) {
        if (patch.get(RETAIN) instanceof ArrayNode keys) {
            Set<String> kept = new LinkedHashSet<>();
            keys.forEach(key -> kept.add(key.asString("")));
            List<String> dropped = new ArrayList<>(result.propertyNames());
            dropped.removeAll(kept);
            result.remove(dropped);
        }
    }

    private static JsonNode withoutDirectives(JsonNode value) {
        JsonNode copy = value.deepCopy();
        strip(copy);
        return copy;
    }

    private static void strip(JsonNode value) {
        if (value instanceof ObjectNode object) {
            List<String> directives = new ArrayList<>();
            object.properties().forEach(field -> {
                if (field.getKey().startsWith("$") || field.getValue().isNull()) {
                    directives.add(field.getKey());
                }
            });
            object.remove(directives);
        }
        value.forEach(StrategicMerge::strip);
    }
}
