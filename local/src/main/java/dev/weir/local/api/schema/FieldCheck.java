package dev.weir.local.api.schema;

import dev.weir.local.api.status.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decodes an object against its schema: removes fields that the schema does not know, remembers their paths, and refuses values of the
 * wrong JSON type.
 */
public final class FieldCheck {

    private final String kind;
    private final List<String> unknown = new ArrayList<>();

    private FieldCheck(String kind) {
        this.kind = kind;
    }

    /**
     * Removes unknown fields from the object.
     *
     * @return the paths of the fields removed, in the order found
     * @throws ApiException 400 if a value has the wrong type
     */
    public static List<String> prune(ObjectNode object, Schema schema, String kind) {
        FieldCheck check = new FieldCheck(kind);
        check.visit(object, schema, "");
        return check.unknown;
    }

    private void visit(JsonNode node, Schema schema, String path) {
        if (node.isNull() || schema.type() == Schema.Type.ANY) {
            return;
        }
        checkType(node, schema, path);
        if (node instanceof ObjectNode object) {
            visitFields(object, schema, path);
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                visit(array.get(i), schema.items(), path + "[" + i + "]");
            }
        }
    }

    private void visitFields(ObjectNode object, Schema schema, String path) {
        for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
            String fieldPath = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            Schema fieldSchema = schema.field(field.getKey());
            if (fieldSchema == null) {
                unknown.add(fieldPath);
                object.remove(field.getKey());
            } else {
                visit(field.getValue(), fieldSchema, fieldPath);
            }
        }
    }

    private void checkType(JsonNode node, Schema schema, String path) {
        boolean fits = switch (schema.type()) {
            case OBJECT, MAP -> node.isObject();
            case LIST -> node.isArray();
            case STRING -> node.isString();
            case INTEGER ->
                node.isIntegralNumber() || node.isNumber() && node.doubleValue() == Math.rint(node.doubleValue());
            case NUMBER -> node.isNumber();
            case BOOLEAN -> node.isBoolean();
            case INT_OR_STRING -> node.isIntegralNumber() || node.isString();
            case QUANTITY -> node.isNumber() || node.isString();
            case ANY -> true;
        };
        if (!fits) {
            throw ApiException.badRequest(
                    kind + " in version \"v1\" cannot be handled as a " + kind + ": json: cannot unmarshal "
                            + typeOf(node) + " into field " + path + " of type " + goType(schema));
        }
    }

    private static String typeOf(JsonNode node) {
        return node.isObject()
                ? "object"
                : node.isArray() ? "array" : node.isString() ? "string" : node.isNumber() ? "number" : "bool";
    }

    private static String goType(Schema schema) {
        return switch (schema.type()) {
            case OBJECT -> schema.typeName().substring(schema.typeName().lastIndexOf('.') + 1);
            case MAP -> "map[string]" + goType(schema.items());
            case LIST -> "[]" + goType(schema.items());
            case STRING -> "string";
            case INTEGER -> "int64";
            case NUMBER -> "float64";
            case BOOLEAN -> "bool";
            case INT_OR_STRING -> "intstr.IntOrString";
            case QUANTITY -> "resource.Quantity";
            case ANY -> "any";
        };
    }
}
