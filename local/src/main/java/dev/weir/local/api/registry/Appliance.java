package dev.weir.local.api.registry;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.patch.ManagedFields;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.status.ApiException;
import dev.weir.local.api.store.StoredObject;
import tools.jackson.databind.node.ObjectNode;

/** Server-side apply: creates the object or merges the configuration into it, and says who owns what. */
public final class Appliance {

    private final Registry registry;

    public Appliance(Registry registry) {
        this.registry = registry;
    }

    /** The object after an apply, and whether it is new. */
    public record Applied(StoredObject object, boolean created) {}

    public Applied apply(Target target, ObjectNode configuration, WriteOptions options) {
        ResourceType type = target.type();
        ObjectNode metadata = Json.make(configuration, "metadata");
        metadata.put("name", target.key().name());
        if (!target.key().namespace().isEmpty()) {
            metadata.put("namespace", target.key().namespace());
        }
        while (true) {
            if (registry.store().get(type.storage(), target.key()).isPresent()) {
                return new Applied(update(target, configuration, options), false);
            }
            if (!target.subresource().isEmpty()) {
                throw ApiException.notFound(type.subject(target.key().name()));
            }
            try {
                return new Applied(create(target, configuration, options), true);
            } catch (ApiException e) {
                if (!e.reason().equals("AlreadyExists")) {
                    throw e;
                }
            }
        }
    }

    private StoredObject create(Target target, ObjectNode configuration, WriteOptions options) {
        ManagedFields.Writer writer =
                target.writer(options.fieldManager(), registry.clock().instant());
        ObjectNode owned = ofTarget(target, configuration);
        return registry.create(
                target.type(), target.key().namespace(), configuration.deepCopy(), options, (type, tree) -> {
                    ObjectNode named = ManagedFields.of(type).apply(Json.object(), owned, writer, true);
                    Json.make(tree, "metadata").set("managedFields", Json.list(named, "metadata", "managedFields"));
                });
    }

    private StoredObject update(Target target, ObjectNode configuration, WriteOptions options) {
        ManagedFields.Writer writer =
                target.writer(options.fieldManager(), registry.clock().instant());
        ObjectNode owned = ofTarget(target, configuration);
        String revision = Json.text(configuration, "metadata", "resourceVersion");
        return registry.update(
                target,
                current -> {
                    ObjectNode merged = ManagedFields.of(target.type()).apply(current, owned, writer, options.force());
                    ObjectNode metadata = Json.make(merged, "metadata");
                    metadata.remove("resourceVersion");
                    if (!revision.isEmpty()) {
                        metadata.put("resourceVersion", revision);
                    }
                    return merged;
                },
                options,
                (current, desired) -> {});
    }

    /** Only what can be written through the target can be owned by it. */
    private static ObjectNode ofTarget(Target target, ObjectNode configuration) {
        ObjectNode owned = configuration.deepCopy();
        if (target.subresource().equals("status")) {
            ObjectNode status = Json.object();
            if (owned.has("status")) {
                status.set("status", owned.get("status"));
            }
            return status;
        }
        if (target.type().hasStatus()) {
            owned.remove("status");
        }
        return owned;
    }
}
