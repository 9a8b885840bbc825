package dev.weir.local.api.http;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.registry.WriteOptions.FieldValidation;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.schema.FieldCheck;
import dev.weir.local.api.status.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Turns bodies into objects: JSON, YAML or protobuf; refuses or reports fields that the kind does not have. */
final class BodyDecoder {

    /** An object read, with what kubectl should print about it. */
    record Decoded(ObjectNode object, List<String> warnings) {}

    private BodyDecoder() {}

    /** Reads a body of whatever shape. */
    static JsonNode tree(byte[] body, String contentType) {
        try {
            return switch (contentType) {
                case "application/yaml", "application/apply-patch+yaml" -> yaml(body);
                case "application/vnd.kubernetes.protobuf" -> ProtobufBody.decode(body);
                case "",
                        "application/json",
                        "application/json-patch+json",
                        "application/merge-patch+json",
                        "application/strategic-merge-patch+json" -> Json.read(body);
                default ->
                    throw ApiException.unsupportedMediaType(
                            "the body of the request was in an unknown format - accepted media types include: application/json,"
                                    + " application/yaml, application/vnd.kubernetes.protobuf");
            };
        } catch (JacksonException e) {
            throw ApiException.badRequest("couldn't read the body of the request: " + e.getOriginalMessage());
        }
    }

    private static JsonNode yaml(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.stripLeading().startsWith("{")
                ? Json.read(body)
                : YAMLMapper.shared().readTree(body);
    }

    /** Reads an object of the type from the body. */
    static Decoded object(byte[] body, String contentType, ResourceType type, FieldValidation validation) {
        if (!(tree(body, contentType) instanceof ObjectNode object)) {
            throw ApiException.badRequest("the body of the request must be an object of kind " + type.kind());
        }
        List<String> warnings = new ArrayList<>();
        if (contentType.isEmpty() || contentType.equals("application/json")) {
            warnings.addAll(duplicates(body));
        }
        return check(object, type, validation, warnings);
    }

    private static List<String> duplicates(byte[] body) {
        try {
            Json.readStrictly(body);
            return List.of();
        } catch (JacksonException e) {
            return List.of(
                    e.getOriginalMessage().replaceFirst(".*[Dd]uplicate .*\"([^\"]*)\".*", "duplicate field \"$1\""));
        }
    }

    /** Removes unknown fields of an object that a patch has produced, or refuses them. */
    static Decoded check(ObjectNode object, ResourceType type, FieldValidation validation) {
        return check(object, type, validation, new ArrayList<>());
    }

    private static Decoded check(
            ObjectNode object, ResourceType type, FieldValidation validation, List<String> warnings) {
        requireKind(object, type);
        FieldCheck.prune(object, type.schema(), type.kind())
                .forEach(path -> warnings.add("unknown field \"" + path + "\""));
        if (validation == FieldValidation.STRICT && !warnings.isEmpty()) {
            throw ApiException.badRequest(type.kind() + " in version \"" + type.version() + "\" cannot be handled as a "
                    + type.kind() + ": strict decoding error: " + String.join(", ", warnings));
        }
        return new Decoded(object, validation == FieldValidation.WARN ? warnings : List.of());
    }

    private static void requireKind(ObjectNode object, ResourceType type) {
        String apiVersion = Json.text(object, "apiVersion");
        String kind = Json.text(object, "kind");
        if (!apiVersion.isEmpty() && !apiVersion.equals(type.apiVersion())
                || !kind.isEmpty() && !kind.equals(type.kind())) {
            throw ApiException.badRequest("the API version in the data (" + apiVersion + ", Kind=" + kind
                    + ") does not match the expected API version (" + type.apiVersion() + ", Kind=" + type.kind()
                    + ")");
        }
        object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    }
}
