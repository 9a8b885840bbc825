package dev.weir.local.api.registry;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.ResourceType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What of an update counts: a client cannot change what the server alone sets, nor the status by way of the object. */
final class Update {

    private static final List<String> KEPT_METADATA = List.of(
            "name",
            "generateName",
            "namespace",
            "uid",
            "creationTimestamp",
            "resourceVersion",
            "generation",
            "deletionTimestamp",
            "deletionGracePeriodSeconds");
    private static final Set<String> NOT_DESIRED = Set.of("metadata", "status", "apiVersion", "kind");

    private Update() {}

    /** The object that results if only what the client may change by this target is changed. */
    static ObjectNode of(Target target, ObjectNode current, ObjectNode desired) {
        ObjectNode merged = switch (target.subresource()) {
            case "status" -> ofStatus(current, desired);
            case "binding" -> desired.deepCopy();
            default -> ofObject(target, current, desired);
        };
        ObjectNode metadata = Json.make(merged, "metadata");
        for (String field : KEPT_METADATA) {
            copy(field, Json.map(current, "metadata"), metadata);
        }
        metadata.remove("selfLink");
        merged.put("apiVersion", target.type().apiVersion())
                .put("kind", target.type().kind());
        return merged;
    }

    private static ObjectNode ofStatus(ObjectNode current, ObjectNode desired) {
        ObjectNode merged = current.deepCopy();
        copy("status", desired, merged);
        copy("managedFields", Json.map(desired, "metadata"), Json.make(merged, "metadata"));
        return merged;
    }

    private static ObjectNode ofObject(Target target, ObjectNode current, ObjectNode desired) {
        ObjectNode merged = desired.deepCopy();
        if (target.type().hasStatus()) {
            copy("status", current, merged);
        }
        return merged;
    }

    private static void copy(String field, ObjectNode from, ObjectNode to) {
        JsonNode value = Json.at(from, field);
        if (value == null) {
            to.remove(field);
        } else {
            to.set(field, value);
        }
    }

    /** Counts a change of what is desired: of everything but metadata and status. */
    static void countGeneration(ObjectNode merged, ObjectNode current) {
        if (Json.at(current, "metadata", "generation") != null
                && !desires(merged).equals(desires(current))) {
            Json.make(merged, "metadata")
                    .set("generation", Json.numberNode(Json.number(current, "metadata", "generation") + 1));
        }
    }

    private static ObjectNode desires(ObjectNode object) {
        ObjectNode desires = Json.object();
        object.properties().stream()
                .filter(field -> !NOT_DESIRED.contains(field.getKey()))
                .forEach(field -> desires.set(field.getKey(), field.getValue()));
        return desires;
    }

    static boolean sameButForOwners(ObjectNode merged, ObjectNode current) {
        return withoutTimes(merged).equals(withoutTimes(current));
    }

    private static ObjectNode withoutTimes(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        for (@Nullable JsonNode entry : Json.list(copy, "metadata", "managedFields")) {
            if (entry instanceof ObjectNode owner) {
                owner.remove("time");
            }
        }
        return copy;
    }

    /** Whether the object was only waiting for its finalizers and has none left. A pod also waits for its grace period. */
    static boolean isFinished(ObjectNode object, ResourceType type) {
        boolean waits = type.kind().equals("Pod") && Json.number(object, "metadata", "deletionGracePeriodSeconds") > 0
                || !Json.list(object, "spec", "finalizers").isEmpty()
                        && type.kind().equals("Namespace");
        return Registry.isTerminating(object)
                && !waits
                && Json.list(object, "metadata", "finalizers").isEmpty();
    }
}
