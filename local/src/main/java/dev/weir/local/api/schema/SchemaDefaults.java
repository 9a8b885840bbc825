package dev.weir.local.api.schema;

import dev.weir.local.api.json.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Fills in the {@code default} values of a custom resource's schema. */
public final class SchemaDefaults {

    private SchemaDefaults() {}

    public static void apply(JsonNode value, JsonNode schema) {
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> property :
                    Json.map(schema, "properties").properties()) {
                JsonNode preset = Json.at(property.getValue(), "default");
                if (preset != null && !object.has(property.getKey())) {
                    object.set(property.getKey(), preset.deepCopy());
                }
                apply(object.path(property.getKey()), property.getValue());
            }
            JsonNode others = Json.at(schema, "additionalProperties");
            if (others != null && others.isObject()) {
                object.forEach(child -> apply(child, others));
            }
        } else if (value.isArray()) {
            value.forEach(item -> apply(item, schema.path("items")));
        }
    }
}
