package dev.weir.local.api.kinds;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.status.FieldErrors;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Validates what every object has: name, labels, annotations, finalizers and owners. */
public final class ObjectMetadata {

    private static final int ANNOTATION_BYTES = 256 * 1024;

    private ObjectMetadata() {}

    public static void validate(ObjectNode object, KindRules rules, FieldErrors errors) {
        ObjectNode metadata = Json.map(object, "metadata");
        String name = Json.text(metadata, "name");
        if (name.isEmpty()) {
            errors.required("metadata.name", "name or generateName is required");
        } else {
            rules.faultsOfName(name).forEach(fault -> errors.invalid("metadata.name", name, fault));
        }
        validateLabels(Json.map(metadata, "labels"), "metadata.labels", errors);
        validateAnnotations(Json.map(metadata, "annotations"), errors);
        ArrayNode finalizers = Json.list(metadata, "finalizers");
        for (int i = 0; i < finalizers.size(); i++) {
            String finalizer = finalizers.get(i).asString("");
            String path = "metadata.finalizers[" + i + "]";
            Names.qualifiedName(finalizer).forEach(fault -> errors.invalid(path, finalizer, fault));
        }
        validateOwners(Json.list(metadata, "ownerReferences"), errors);
    }

    /** Labels of an object or of a selector's matchLabels: the path is that of the map, as a Kubernetes API server reports it. */
    public static void validateLabels(ObjectNode labels, String path, FieldErrors errors) {
        for (Map.Entry<String, JsonNode> label : labels.properties()) {
            String value = label.getValue().asString("");
            Names.qualifiedName(label.getKey()).forEach(fault -> errors.invalid(path, label.getKey(), fault));
            Names.labelValue(value).forEach(fault -> errors.invalid(path, value, fault));
        }
    }

    private static void validateAnnotations(ObjectNode annotations, FieldErrors errors) {
        int bytes = 0;
        for (Map.Entry<String, JsonNode> annotation : annotations.properties()) {
            String key = annotation.getKey();
            Names.qualifiedName(key.toLowerCase(Locale.ROOT))
                    .forEach(fault -> errors.invalid("metadata.annotations", key, fault));
            bytes += key.getBytes(StandardCharsets.UTF_8).length
                    + annotation.getValue().asString("").getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > ANNOTATION_BYTES) {
            errors.tooLong("metadata.annotations", ANNOTATION_BYTES);
        }
    }

    private static void validateOwners(ArrayNode owners, FieldErrors errors) {
        for (int i = 0; i < owners.size(); i++) {
            for (String field : List.of("apiVersion", "kind", "name", "uid")) {
                if (Json.text(owners.get(i), field).isEmpty()) {
                    errors.invalid("metadata.ownerReferences[" + i + "]." + field, "", field + " must not be empty");
                }
            }
        }
    }
}
