package dev.weir.local.api.patch;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.schema.Schema;
import dev.weir.local.api.status.ApiException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who owns which field of an object ({@code metadata.managedFields}). An update takes the fields that it changes; a server-side apply
 * owns the fields that it names, is refused where another owner has another value, and removes what it named before and no longer
 * names.
 */
public final class ManagedFields {

    private static final int CAPACITY_OF_NAME = 128;
    private static final List<String> NOT_OWNED = List.of(
            "name",
            "namespace",
            "creationTimestamp",
            "selfLink",
            "uid",
            "generation",
            "managedFields",
            "resourceVersion",
            "generateName",
            "deletionTimestamp",
            "deletionGracePeriodSeconds");

    /** Who writes, in which version of the kind, through which sub-resource, and when. */
    public record Writer(String manager, String apiVersion, String subresource, Instant now) {}

    private record Owner(String manager, String operation, String apiVersion, String subresource) {}

    private record Owned(FieldSet fields, String time) {}

    private final ResourceType type;
    private final Schema schema;

    private ManagedFields(ResourceType type) {
        this.type = type;
        this.schema = type.schema();
    }

    public static ManagedFields of(ResourceType type) {
        return new ManagedFields(type);
    }

    /** Records in the desired tree that the writer has changed the current one into it. */
    public void update(ObjectNode current, ObjectNode desired, Writer writer) {
        Map<Owner, Owned> owners = read(ownersGiven(current, desired));
        Owner self = new Owner(shortened(writer.manager()), "Update", writer.apiVersion(), writer.subresource());
        boolean withStatus = !type.hasStatus() || !writer.subresource().isEmpty();
        Difference difference = Difference.between(owned(current, withStatus), owned(desired, withStatus), schema);
        Map<Owner, Owned> left = new LinkedHashMap<>();
        owners.forEach((owner, fields) -> {
            FieldSet kept = fields.fields().minus(difference.removed());
            left.put(owner, new Owned(owner.equals(self) ? kept : kept.minus(difference.changed()), fields.time()));
        });
        FieldSet before = left.getOrDefault(self, new Owned(FieldSet.EMPTY, "")).fields();
        put(left, self, before.union(difference.changed()), writer.now());
        write(desired, left);
    }

    /** The current object with the configuration applied by the writer. The configuration is in full form, with identity. */
    public ObjectNode apply(ObjectNode current, ObjectNode configuration, Writer writer, boolean force) {
        Map<Owner, Owned> owners = read(Json.list(current, "metadata", "managedFields"));
        Owner self = new Owner(shortened(writer.manager()), "Apply", writer.apiVersion(), writer.subresource());
        ObjectNode wanted = owned(configuration, true);
        FieldSet named = FieldSet.of(wanted, schema);
        FieldSet namedBefore =
                owners.getOrDefault(self, new Owned(FieldSet.EMPTY, "")).fields();
        FieldSet ofOthers = FieldSet.EMPTY;
        for (Map.Entry<Owner, Owned> owner : owners.entrySet()) {
            ofOthers = owner.getKey().equals(self)
                    ? ofOthers
                    : ofOthers.union(owner.getValue().fields());
        }
        ObjectNode merged = (ObjectNode) ApplyMerge.merge(current, wanted, schema);
        ApplyMerge.remove(merged, namedBefore.minus(named).minus(ofOthers), ofOthers.union(named), schema);
        Difference difference = Difference.between(owned(current, true), owned(merged, true), schema);
        Map<Owner, Owned> left = new LinkedHashMap<>();
        Map<Owner, FieldSet> conflicts = new LinkedHashMap<>();
        owners.forEach((owner, fields) -> {
            FieldSet lost = owner.equals(self)
                    ? FieldSet.EMPTY
                    : fields.fields().intersection(difference.changed().intersection(named));
            if (!lost.isEmpty()) {
                conflicts.put(owner, lost);
            }
            left.put(owner, new Owned(fields.fields().minus(lost).minus(difference.removed()), fields.time()));
        });
        if (!conflicts.isEmpty() && !force) {
            throw conflict(conflicts);
        }
        put(left, self, named, writer.now());
        write(merged, left);
        return merged;
    }

    private static ApiException conflict(Map<Owner, FieldSet> conflicts) {
        Map<String, List<String>> byOwner = new TreeMap<>();
        conflicts.forEach((owner, fields) ->
                byOwner.computeIfAbsent(named(owner), name -> new ArrayList<>()).addAll(fields.paths()));
        int count = byOwner.values().stream().mapToInt(List::size).sum();
        List<String> lines = new ArrayList<>();
        byOwner.forEach((owner, paths) -> {
            if (count == 1) {
                lines.add("conflict with " + owner + ": " + paths.getFirst());
            } else {
                lines.add("conflicts with " + owner + ":");
                paths.forEach(path -> lines.add("- " + path));
            }
        });
        ApiException refused = new ApiException(
                409,
                "Conflict",
                "Apply failed with " + count + (count == 1 ? " conflict: " : " conflicts: ")
                        + String.join("\n", lines));
        byOwner.forEach((owner, paths) ->
                paths.forEach(path -> refused.cause("FieldManagerConflict", "conflict with " + owner, path)));
        return refused;
    }

    private static String named(Owner owner) {
        String through = owner.subresource().isEmpty() ? "" : " with subresource \"" + owner.subresource() + "\"";
        String version = owner.operation().equals("Update") ? " using " + owner.apiVersion() : "";
        return "\"" + owner.manager() + "\"" + through + version;
    }

    /** An update may rewrite the list of owners; one that leaves it out means no change of it. */
    private static ArrayNode ownersGiven(ObjectNode current, ObjectNode desired) {
        ArrayNode given = Json.list(desired, "metadata", "managedFields");
        if (given.isEmpty()) {
            return Json.list(current, "metadata", "managedFields");
        }
        return given.size() == 1 && given.get(0).isEmpty() ? Json.array() : given;
    }

    /** The part of an object that has owners, without nulls. */
    private static ObjectNode owned(ObjectNode object, boolean withStatus) {
        ObjectNode owned = object.deepCopy();
        if (!withStatus) {
            owned.remove("status");
        }
        owned.remove(List.of("apiVersion", "kind"));
        ObjectNode metadata = Json.map(owned, "metadata");
        metadata.remove(NOT_OWNED);
        if (metadata.isEmpty()) {
            owned.remove("metadata");
        }
        ApplyMerge.dropNulls(owned);
        return owned;
    }

    private Map<Owner, Owned> read(ArrayNode entries) {
        Map<Owner, Owned> owners = new LinkedHashMap<>();
        for (JsonNode entry : entries) {
            Owner owner = new Owner(
                    Json.text(entry, "manager"),
                    Json.text(entry, "operation"),
                    Json.text(entry, "apiVersion"),
                    Json.text(entry, "subresource"));
            if (!owner.operation().equals("Apply") && !owner.operation().equals("Update")) {
                throw ApiException.badRequest(
                        type.kind() + ": metadata.managedFields: Invalid value: operation must be `Apply` or `Update`");
            }
            owners.put(owner, new Owned(FieldSet.read(Json.map(entry, "fieldsV1")), Json.text(entry, "time")));
        }
        return owners;
    }

    private static void put(Map<Owner, Owned> owners, Owner owner, FieldSet fields, Instant now) {
        Owned before = owners.get(owner);
        if (before == null || !before.fields().equals(fields)) {
            owners.put(
                    owner, new Owned(fields, now.truncatedTo(ChronoUnit.SECONDS).toString()));
        }
    }

    private static void write(ObjectNode object, Map<Owner, Owned> owners) {
        ArrayNode entries = Json.array();
        owners.forEach((owner, owned) -> {
            if (!owned.fields().isEmpty()) {
                ObjectNode entry = entries.addObject();
                entry.put("apiVersion", owner.apiVersion()).put("fieldsType", "FieldsV1");
                entry.set("fieldsV1", owned.fields().write());
                entry.put("manager", owner.manager()).put("operation", owner.operation());
                if (!owner.subresource().isEmpty()) {
                    entry.put("subresource", owner.subresource());
                }
                entry.put("time", owned.time());
            }
        });
        ObjectNode metadata = Json.make(object, "metadata");
        metadata.remove("managedFields");
        if (!entries.isEmpty()) {
            metadata.set("managedFields", entries);
        }
    }

    private static String shortened(String manager) {
        return manager.length() > CAPACITY_OF_NAME ? manager.substring(0, CAPACITY_OF_NAME) : manager;
    }
}
