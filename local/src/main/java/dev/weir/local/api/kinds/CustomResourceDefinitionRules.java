package dev.weir.local.api.kinds;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.status.FieldErrors;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Defaults and validation of CustomResourceDefinition. A definition is served as soon as it is accepted. */
public final class CustomResourceDefinitionRules implements KindRules {

    @Override
    public void applyDefaults(ObjectNode definition) {
        ObjectNode spec = Json.make(definition, "spec");
        ObjectNode names = Json.make(spec, "names");
        String kind = Json.text(names, "kind");
        if (!kind.isEmpty()) {
            Json.setDefault(names, "singular", kind.toLowerCase(Locale.ROOT));
            Json.setDefault(names, "listKind", kind + "List");
        }
        Json.setDefault(Json.make(spec, "conversion"), "strategy", "None");
        ObjectNode status = Json.make(definition, "status");
        status.set("acceptedNames", names.deepCopy());
        ArrayNode stored = status.putArray("storedVersions");
        for (JsonNode version : Json.list(spec, "versions")) {
            if (Json.flag(version, "storage")) {
                stored.add(Json.text(version, "name"));
            }
        }
        String since = Json.text(definition, "metadata", "creationTimestamp");
        ArrayNode conditions = status.putArray("conditions");
        condition(conditions.addObject(), since, "NamesAccepted", "NoConflicts", "no conflicts found");
        condition(
                conditions.addObject(),
                since,
                "Established",
                "InitialNamesAccepted",
                "the initial names have been accepted");
    }

    private static void condition(ObjectNode condition, String since, String type, String reason, String message) {
        condition.put("lastTransitionTime", since).put("message", message).put("reason", reason);
        condition.put("status", "True").put("type", type);
    }

    @Override
    public void validate(ObjectNode definition, FieldErrors errors) {
        ObjectNode spec = Json.map(definition, "spec");
        String group = Json.text(spec, "group");
        String plural = Json.text(spec, "names", "plural");
        String name = Json.text(definition, "metadata", "name");
        if (!name.equals(plural + "." + group)) {
            errors.invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group");
        }
        if (group.isEmpty()) {
            errors.required("spec.group", "");
        } else if (!group.contains(".")) {
            errors.invalid("spec.group", group, "should be a domain with at least one dot");
        }
        if (plural.isEmpty()) {
            errors.required("spec.names.plural", "");
        }
        if (Json.text(spec, "names", "kind").isEmpty()) {
            errors.required("spec.names.kind", "");
        }
        String scope = Json.text(spec, "scope");
        if (!List.of("Cluster", "Namespaced").contains(scope)) {
            errors.notSupported("spec.scope", scope, List.of("Cluster", "Namespaced"));
        }
        if (!Json.text(spec, "conversion", "strategy").equals("None")) {
            errors.notSupported("spec.conversion.strategy", Json.text(spec, "conversion", "strategy"), List.of("None"));
        }
        validateVersions(Json.list(spec, "versions"), errors);
    }

    private static void validateVersions(ArrayNode versions, FieldErrors errors) {
        int stored = 0;
        for (int i = 0; i < versions.size(); i++) {
            stored += Json.flag(versions.get(i), "storage") ? 1 : 0;
            String schema = "spec.versions[" + i + "].schema.openAPIV3Schema";
            JsonNode root = Json.at(versions.get(i), "schema", "openAPIV3Schema");
            if (root == null) {
                errors.required(schema, "schemas are required");
            } else if (!Json.text(root, "type").equals("object")) {
                errors.invalid(schema + ".type", Json.text(root, "type"), "must be object at the root");
            }
        }
        if (stored != 1) {
            errors.invalid("spec.versions", stored, "must have exactly one version marked as storage version");
        }
    }

    @Override
    public void validateUpdate(ObjectNode updated, ObjectNode current, FieldErrors errors) {
        for (String field : List.of("group", "scope")) {
            String after = Json.text(updated, "spec", field);
            if (!after.equals(Json.text(current, "spec", field))) {
                errors.invalid("spec." + field, after, "field is immutable");
            }
        }
    }
}
