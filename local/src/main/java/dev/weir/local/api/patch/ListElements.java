package dev.weir.local.api.patch;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Names the parts of a value as the path elements of managed fields: {@code f:name} for a field, <code>k:{"name":"web"}</code> for an
 * element of a list told apart by keys, {@code v:"x"} for an element of a set.
 */
final class ListElements {

    private ListElements() {}

    /** Whether several writers may each own parts of the value. */
    static boolean isGranular(JsonNode value, Schema schema) {
        if (schema.merging().atomic()) {
            return false;
        }
        return value.isObject()
                || value.isArray()
                        && (!schema.merging().keys().isEmpty()
                                || schema.merging().set());
    }

    /** The parts of a granular value by their path elements, in order. */
    static Map<String, JsonNode> parts(JsonNode value, Schema schema) {
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        if (value instanceof ObjectNode object) {
            object.properties().forEach(field -> parts.put("f:" + field.getKey(), field.getValue()));
        } else {
            value.forEach(item -> parts.put(element(item, schema), item));
        }
        return parts;
    }

    /** The schema of a part. */
    static Schema partSchema(String element, Schema schema) {
        return element.startsWith("f:") ? schema.fieldOrAnything(element.substring(2)) : schema.items();
    }

    static String element(JsonNode item, Schema listSchema) {
        if (listSchema.merging().set()) {
            return "v:" + item;
        }
        List<String> names = new ArrayList<>(listSchema.merging().keys());
        names.sort(null);
        ObjectNode key = Json.object();
        for (String name : names) {
            JsonNode value = Json.at(item, name);
            if (value != null) {
                key.set(name, value);
            } else if (name.equals("protocol")) {
                key.put(name, "TCP");
            }
        }
        return "k:" + key;
    }
}
