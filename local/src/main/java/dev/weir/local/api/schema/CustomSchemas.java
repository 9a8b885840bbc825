package dev.weir.local.api.schema;

import dev.weir.local.api.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Schemas of custom resources, from the OpenAPI schema of their definition. */
public final class CustomSchemas {

    private CustomSchemas() {}

    /** The schema of the objects of a kind: what the definition gives, with the fields that every object has. */
    public static Schema ofKind(ObjectNode openApi, Schema metadata) {
        Map<String, Schema> properties = properties(openApi);
        properties.put("apiVersion", Schema.builder(Schema.Type.STRING).build());
        properties.put("kind", Schema.builder(Schema.Type.STRING).build());
        properties.put("metadata", metadata);
        return Schema.builder(Schema.Type.OBJECT)
                .properties(() -> properties)
                .preservesUnknown(Json.flag(openApi, "x-kubernetes-preserve-unknown-fields"))
                .description(() -> Json.text(openApi, "description"))
                .rules(openApi)
                .build();
    }

    private static Map<String, Schema> properties(JsonNode openApi) {
        Map<String, Schema> properties = new TreeMap<>();
        Json.map(openApi, "properties")
                .properties()
                .forEach(property -> properties.put(property.getKey(), of(property.getValue())));
        return properties;
    }

    private static Schema of(JsonNode openApi) {
        Schema.Builder builder = Schema.builder(type(openApi))
                .merging(merging(openApi))
                .description(() -> Json.text(openApi, "description"))
                .preservesUnknown(Json.flag(openApi, "x-kubernetes-preserve-unknown-fields"));
        if (openApi instanceof ObjectNode rules) {
            builder.rules(rules);
        }
        JsonNode items = Json.at(openApi, "items");
        JsonNode values = Json.at(openApi, "additionalProperties");
        if (items != null) {
            builder.items(of(items));
        } else if (values != null && values.isObject()) {
            builder.items(of(values));
        }
        Map<String, Schema> properties = properties(openApi);
        return builder.properties(() -> properties).build();
    }

    private static Schema.Type type(JsonNode openApi) {
        if (Json.flag(openApi, "x-kubernetes-int-or-string")) {
            return Schema.Type.INT_OR_STRING;
        }
        return switch (Json.text(openApi, "type")) {
            case "object" -> objectType(openApi);
            case "array" -> Schema.Type.LIST;
            case "string" -> Schema.Type.STRING;
            case "integer" -> Schema.Type.INTEGER;
            case "number" -> Schema.Type.NUMBER;
            case "boolean" -> Schema.Type.BOOLEAN;
            default -> Schema.Type.ANY;
        };
    }

    private static Schema.Type objectType(JsonNode openApi) {
        JsonNode others = Json.at(openApi, "additionalProperties");
        boolean map = others != null && (others.isObject() || others.isBoolean() && others.booleanValue());
        return map ? Schema.Type.MAP : Schema.Type.OBJECT;
    }

    private static Schema.Merging merging(JsonNode openApi) {
        String list = Json.text(openApi, "x-kubernetes-list-type");
        List<String> keys = new ArrayList<>();
        Json.list(openApi, "x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asString("")));
        boolean atomic = list.equals("atomic")
                || Json.text(openApi, "x-kubernetes-map-type").equals("atomic");
        return new Schema.Merging(atomic, list.equals("set"), keys, "", "");
    }
}
