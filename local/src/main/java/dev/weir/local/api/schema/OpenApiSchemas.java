package dev.weir.local.api.schema;

import dev.weir.local.api.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes schemas as the components of an OpenAPI 3.0 document; model types refer to each other by name. */
public final class OpenApiSchemas {

    private static final String REFERENCE = "#/components/schemas/";
    private static final String QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity";

    private final ObjectNode components = Json.object();

    /** Adds a kind with everything that it refers to. Returns its name. */
    public String addKind(Schema schema, String group, String version, String kind) {
        String name = schema.typeName();
        if (name.isEmpty()) {
            List<String> reversed = new ArrayList<>(Arrays.asList(group.split("\\.")));
            Collections.reverse(reversed);
            name = String.join(".", reversed) + "." + version + "." + kind;
            components.set(name, inline(schema));
        } else {
            reference(schema);
        }
        ObjectNode component = (ObjectNode) components.get(name);
        component
                .putArray("x-kubernetes-group-version-kind")
                .addObject()
                .put("group", group)
                .put("kind", kind)
                .put("version", version);
        return name;
    }

    public ObjectNode components() {
        return components;
    }

    private ObjectNode write(Schema schema) {
        if (schema.type() == Schema.Type.OBJECT && !schema.typeName().isEmpty()) {
            reference(schema);
            ObjectNode field = schema.hasOwnDescription() ? described(schema) : Json.object();
            field.putArray("allOf").addObject().put("$ref", REFERENCE + schema.typeName());
            field.putObject("default");
            return field;
        }
        return inline(schema);
    }

    private void reference(Schema schema) {
        if (!components.has(schema.typeName())) {
            ObjectNode component = components.putObject(schema.typeName());
            component.setAll(inline(schema));
        }
    }

    private static ObjectNode described(Schema schema) {
        ObjectNode written = Json.object();
        if (!schema.description().isEmpty()) {
            written.put("description", schema.description());
        }
        return written;
    }

    private ObjectNode inline(Schema schema) {
        ObjectNode written = schema.rules() instanceof ObjectNode rules ? rules.deepCopy() : described(schema);
        switch (schema.type()) {
            case OBJECT -> {
                written.put("type", "object");
                ObjectNode properties = written.putObject("properties");
                for (Map.Entry<String, Schema> property : schema.properties().entrySet()) {
                    properties.set(property.getKey(), write(property.getValue()));
                }
            }
            case MAP -> written.put("type", "object").set("additionalProperties", write(schema.items()));
            case LIST -> written.put("type", "array").set("items", write(schema.items()));
            case STRING -> written.put("type", "string");
            case INTEGER -> written.put("type", "integer").put("format", "int64");
            case NUMBER -> written.put("type", "number");
            case BOOLEAN -> written.put("type", "boolean");
            case INT_OR_STRING -> {
                written.put("format", "int-or-string");
                written.putArray("oneOf").add(typed("integer")).add(typed("string"));
            }
            case QUANTITY -> {
                components
                        .putObject(QUANTITY)
                        .putArray("oneOf")
                        .add(typed("string"))
                        .add(typed("number"));
                written.putArray("allOf").addObject().put("$ref", REFERENCE + QUANTITY);
            }
            case ANY -> written.put("x-kubernetes-preserve-unknown-fields", true);
        }
        addMerging(written, schema.merging());
        return written;
    }

    private static JsonNode typed(String type) {
        return Json.object().put("type", type);
    }

    private static void addMerging(ObjectNode written, Schema.Merging merging) {
        boolean list = written.path("type").asString("").equals("array");
        if (merging.atomic()) {
            written.put(list ? "x-kubernetes-list-type" : "x-kubernetes-map-type", "atomic");
        } else if (merging.set()) {
            written.put("x-kubernetes-list-type", "set");
        } else if (!merging.keys().isEmpty()) {
            written.put("x-kubernetes-list-type", "map");
            merging.keys().forEach(written.putArray("x-kubernetes-list-map-keys")::add);
        }
        if (!merging.patchStrategy().isEmpty()) {
            written.put("x-kubernetes-patch-strategy", merging.patchStrategy());
            if (!merging.patchKey().isEmpty()) {
                written.put("x-kubernetes-patch-merge-key", merging.patchKey());
            }
        }
    }
}
