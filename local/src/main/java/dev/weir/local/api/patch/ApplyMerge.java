package dev.weir.local.api.patch;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Merges what a server-side apply names into an object, and takes out what it no longer names. */
final class ApplyMerge {

    private ApplyMerge() {}

    /** A new value: the live one with everything that is wanted. */
    static JsonNode merge(JsonNode live, JsonNode wanted, Schema schema) {
        boolean granular = ListElements.isGranular(wanted, schema) && live.getNodeType() == wanted.getNodeType();
        if (!granular) {
            return wanted.deepCopy();
        }
        Map<String, JsonNode> merged = new LinkedHashMap<>();
        ListElements.parts(live, schema).forEach((element, part) -> merged.put(element, part.deepCopy()));
        ListElements.parts(wanted, schema).forEach((element, part) -> {
            JsonNode present = merged.get(element);
            Schema partSchema = ListElements.partSchema(element, schema);
            merged.put(element, present == null ? part.deepCopy() : merge(present, part, partSchema));
        });
        if (live instanceof ObjectNode) {
            ObjectNode object = Json.object();
            merged.forEach((element, part) -> object.set(element.substring(2), part));
            return object;
        }
        return Json.array().addAll(merged.values());
    }

    /**
     * Removes fields from a value. A list element or a map that becomes empty goes too, unless somebody still holds a part of it.
     */
    static void remove(JsonNode value, FieldSet fields, FieldSet held, Schema schema) {
        if (!ListElements.isGranular(value, schema)) {
            return;
        }
        Map<String, JsonNode> parts = ListElements.parts(value, schema);
        fields.children().forEach((element, child) -> {
            JsonNode part = parts.get(element);
            if (part == null) {
                return;
            }
            boolean free = held.child(element).isEmpty();
            boolean wasEmpty = part.isContainer() && part.isEmpty();
            remove(part, child, held.child(element), ListElements.partSchema(element, schema));
            boolean emptied = part.isContainer() && part.isEmpty() && !wasEmpty;
            if (free && (child.isMember() || emptied)) {
                drop(value, element, part);
            }
        });
    }

    private static void drop(JsonNode value, String element, JsonNode part) {
        if (value instanceof ObjectNode object) {
            object.remove(element.substring(2));
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i) == part) {
                    array.remove(i);
                    return;
                }
            }
        }
    }

    /** Fields with JSON null say nothing. */
    static void dropNulls(JsonNode value) {
        if (value instanceof ObjectNode object) {
            List<String> nulls = new ArrayList<>();
            object.properties().forEach(field -> {
                if (field.getValue().isNull()) {
                    nulls.add(field.getKey());
                } else {
                    dropNulls(field.getValue());
                }
            });
            object.remove(nulls);
        } else {
            value.forEach(ApplyMerge::dropNulls);
        }
    }
}
