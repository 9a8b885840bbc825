package dev.weir.local.api.schema;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.status.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Validates a custom resource against the OpenAPI schema of its definition: types, required fields, patterns, enumerations, bounds, and
 * {@code allOf}, {@code anyOf}, {@code oneOf}, {@code not}. Rules in the expression language (x-kubernetes-validations) are not evaluated.
 */
public final class SchemaRules {

    private SchemaRules() {}

    public static void validate(JsonNode value, JsonNode schema, String path, FieldErrors errors) {
        if (value.isNull()) {
            if (!Json.flag(schema, "nullable") && !Json.text(schema, "type").isEmpty()) {
                errors.type(
                        shown(path),
                        "null",
                        shown(path) + " in body must be of type " + Json.text(schema, "type") + ": \"null\"");
            }
            return;
        }
        if (!hasType(value, schema)) {
            String type = Json.text(schema, "type");
            errors.type(
                    shown(path),
                    typeOf(value),
                    shown(path) + " in body must be of type " + type + ": \"" + typeOf(value) + "\"");
            return;
        }
        validateEnumeration(value, schema, path, errors);
        if (value instanceof ObjectNode object) {
            validateObject(object, schema, path, errors);
        } else if (value instanceof ArrayNode array) {
            validateArray(array, schema, path, errors);
        } else if (value.isString()) {
            validateText(value.stringValue(), schema, path, errors);
        } else if (value.isNumber()) {
            validateNumber(value, schema, path, errors);
        }
        validateCombinations(value, schema, path, errors);
    }

    private static boolean hasType(JsonNode value, JsonNode schema) {
        if (Json.flag(schema, "x-kubernetes-int-or-string")) {
            return value.isIntegralNumber() || value.isString();
        }
        return switch (Json.text(schema, "type")) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> true;
        };
    }

    private static void validateEnumeration(JsonNode value, JsonNode schema, String path, FieldErrors errors) {
        ArrayNode allowed = Json.list(schema, "enum");
        if (!allowed.isEmpty() && !allowed.values().contains(value)) {
            List<String> values = new ArrayList<>();
            allowed.forEach(option -> values.add(option.asString()));
            errors.notSupported(shown(path), value.isValueNode() ? value.asString() : value.toString(), values);
        }
    }

    private static void validateObject(ObjectNode object, JsonNode schema, String path, FieldErrors errors) {
        for (JsonNode required : Json.list(schema, "required")) {
            if (!object.has(required.asString(""))) {
                errors.required(path.isEmpty() ? required.asString("") : path + "." + required.asString(""), "");
            }
        }
        ObjectNode properties = Json.map(schema, "properties");
        JsonNode others = Json.at(schema, "additionalProperties");
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            String fieldPath = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            JsonNode known = properties.get(field.getKey());
            if (known != null) {
                validate(field.getValue(), known, fieldPath, errors);
            } else if (others != null && others.isObject()) {
                validate(field.getValue(), others, path + "[" + field.getKey() + "]", errors);
            }
        }
        JsonNode most = Json.at(schema, "maxProperties");
        if (most != null && object.size() > most.intValue()) {
            errors.tooMany(shown(path), object.size(), most.intValue());
        }
        fewerThan(object.size(), "minProperties", "properties", schema, path, errors);
    }

    private static void validateArray(ArrayNode array, JsonNode schema, String path, FieldErrors errors) {
        JsonNode items = schema.path("items");
        for (int i = 0; i < array.size(); i++) {
            validate(array.get(i), items, path + "[" + i + "]", errors);
        }
        JsonNode most = Json.at(schema, "maxItems");
        if (most != null && array.size() > most.intValue()) {
            errors.tooMany(shown(path), array.size(), most.intValue());
        }
        fewerThan(array.size(), "minItems", "items", schema, path, errors);
    }

    private static void fewerThan(
            int size, String bound, String what, JsonNode schema, String path, FieldErrors errors) {
        JsonNode least = Json.at(schema, bound);
        if (least != null && size < least.intValue()) {
            errors.invalid(
                    shown(path), size, shown(path) + " in body should have at least " + least.intValue() + " " + what);
        }
    }

    private static void validateText(String text, JsonNode schema, String path, FieldErrors errors) {
        String pattern = Json.text(schema, "pattern");
        if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(text).find()) {
            errors.invalid(shown(path), text, shown(path) + " in body should match '" + pattern + "'");
        }
        JsonNode most = Json.at(schema, "maxLength");
        if (most != null && text.codePointCount(0, text.length()) > most.intValue()) {
            errors.tooLong(shown(path), most.intValue());
        }
        JsonNode least = Json.at(schema, "minLength");
        if (least != null && text.codePointCount(0, text.length()) < least.intValue()) {
            errors.invalid(
                    shown(path), text, shown(path) + " in body should be at least " + least.intValue() + " chars long");
        }
    }

    private static void validateNumber(JsonNode value, JsonNode schema, String path, FieldErrors errors) {
        JsonNode least = Json.at(schema, "minimum");
        if (least != null && value.doubleValue() < least.doubleValue()) {
            errors.invalid(
                    shown(path),
                    value.numberValue(),
                    shown(path) + " in body should be greater than or equal to " + least);
        }
        JsonNode most = Json.at(schema, "maximum");
        if (most != null && value.doubleValue() > most.doubleValue()) {
            errors.invalid(
                    shown(path), value.numberValue(), shown(path) + " in body should be less than or equal to " + most);
        }
    }

    private static void validateCombinations(JsonNode value, JsonNode schema, String path, FieldErrors errors) {
        Json.list(schema, "allOf").forEach(part -> validate(value, part, path, errors));
        long any = matching(value, Json.list(schema, "anyOf"), path);
        if (!Json.list(schema, "anyOf").isEmpty() && any == 0) {
            errors.invalid(
                    shown(path), typeOf(value), shown(path) + " in body must validate at least one schema (anyOf)");
        }
        long one = matching(value, Json.list(schema, "oneOf"), path);
        if (!Json.list(schema, "oneOf").isEmpty() && one != 1) {
            errors.invalid(
                    shown(path), typeOf(value), shown(path) + " in body must validate one and only one schema (oneOf)");
        }
        JsonNode not = Json.at(schema, "not");
        if (not != null && matching(value, Json.array().add(not), path) == 1) {
            errors.invalid(shown(path), typeOf(value), shown(path) + " in body must not validate the schema (not)");
        }
    }

    private static long matching(JsonNode value, ArrayNode schemas, String path) {
        long count = 0;
        for (JsonNode schema : schemas) {
            FieldErrors trial = new FieldErrors();
            validate(value, schema, path, trial);
            count += trial.isEmpty() ? 1 : 0;
        }
        return count;
    }

    private static String shown(String path) {
        return path.isEmpty() ? "<nil>" : path;
    }

    private static String typeOf(JsonNode value) {
        return value.isObject()
                ? "object"
                : value.isArray()
                        ? "array"
                        : value.isString()
                                ? "string"
                                : value.isBoolean() ? "boolean" : value.isIntegralNumber() ? "integer" : "number";
    }
}
