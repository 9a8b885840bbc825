package dev.weir.local.api.registry;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.Catalog;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.status.ApiException;
import dev.weir.local.api.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows owner references when an owner is deleted. References to kinds that are not served (a ReplicaSet, say) are left alone: whether
 * such an owner exists cannot be known here.
 */
final class Owners {

    private static final WriteOptions AS_COLLECTOR = WriteOptions.of("garbage-collector");

    private final Registry registry;
    private final Deletions deletions;
    private final Catalog catalog;
    /** Every uid that was ever an owner: most deletions need no search. */
    private final Set<String> knownOwners = ConcurrentHashMap.newKeySet();

    Owners(Registry registry, Deletions deletions, Catalog catalog) {
        this.registry = registry;
        this.deletions = deletions;
        this.catalog = catalog;
    }

    /** Owners that were deleted in the foreground and wait for their dependents, by uid. */
    private final Map<String, Dependent> waiting = new ConcurrentHashMap<>();

    private record Dependent(ResourceType type, StoredObject object) {}

    void noteOwnersOf(StoredObject object) {
        Json.list(object.tree(), "metadata", "ownerReferences")
                .forEach(owner -> knownOwners.add(Json.text(owner, "uid")));
    }

    /** The owner is gone: what nobody else owns goes too, the rest loses the reference. */
    void deleteDependentsOf(String uid) {
        for (Dependent dependent : dependentsOf(uid)) {
            if (Json.list(dependent.object().tree(), "metadata", "ownerReferences")
                            .size()
                    > 1) {
                dropReference(dependent, uid);
            } else {
                delete(dependent.type(), dependent.object());
            }
        }
        finishOwnersThatWait();
    }

    /** Does what an object that is being deleted waits for, if that is its dependents. */
    void finish(ResourceType type, StoredObject object) {
        List<String> finalizers = new ArrayList<>();
        Json.list(object.tree(), "metadata", "finalizers").forEach(finalizer -> finalizers.add(finalizer.asString("")));
        List<Dependent> dependents = dependentsOf(object.uid());
        if (finalizers.contains(Deletions.ORPHAN)) {
            dependents.forEach(dependent -> dropReference(dependent, object.uid()));
            dropFinalizer(type, object, Deletions.ORPHAN);
        } else if (finalizers.contains(Deletions.FOREGROUND)) {
            dependents.stream()
                    .filter(dependent ->
                            !Registry.isTerminating(dependent.object().tree()))
                    .forEach(dependent -> delete(dependent.type(), dependent.object()));
            if (dependentsOf(object.uid()).isEmpty()) {
                waiting.remove(object.uid());
                dropFinalizer(type, object, Deletions.FOREGROUND);
            } else {
                waiting.put(object.uid(), new Dependent(type, object));
            }
        }
    }

    /** A dependent went; an owner that was deleted in the foreground may have waited for it. */
    private void finishOwnersThatWait() {
        List.copyOf(waiting.values()).forEach(owner -> finish(owner.type(), owner.object()));
    }

    private List<Dependent> dependentsOf(String uid) {
        List<Dependent> dependents = new ArrayList<>();
        if (!knownOwners.contains(uid)) {
            return dependents;
        }
        for (ResourceType type : catalog.stored()) {
            for (StoredObject object : registry.store().list(type.storage(), "").objects()) {
                for (JsonNode owner : Json.list(object.tree(), "metadata", "ownerReferences")) {
                    if (Json.text(owner, "uid").equals(uid)) {
                        dependents.add(new Dependent(type, object));
                    }
                }
            }
        }
        return dependents;
    }

    private void dropReference(Dependent dependent, String uid) {
        change(
                dependent.type(),
                dependent.object(),
                object -> remove(
                        object,
                        "ownerReferences",
                        owner -> Json.text(owner, "uid").equals(uid)));
    }

    private void dropFinalizer(ResourceType type, StoredObject object, String finalizer) {
        change(
                type,
                object,
                tree -> remove(
                        tree, "finalizers", present -> present.asString("").equals(finalizer)));
    }

    private static ObjectNode remove(ObjectNode object, String list, Predicate<JsonNode> unwanted) {
        ObjectNode metadata = Json.make(object, "metadata");
        ArrayNode kept = Json.array();
        Json.list(metadata, list).forEach(item -> {
            if (!unwanted.test(item)) {
                kept.add(item);
            }
        });
        metadata.set(list, kept);
        metadata.remove("resourceVersion");
        if (kept.isEmpty()) {
            metadata.remove(list);
        }
        return object;
    }

    private void change(ResourceType type, StoredObject object, UnaryOperator<ObjectNode> change) {
        try {
            registry.update(new Target(type, object.key(), ""), change, AS_COLLECTOR);
        } catch (ApiException e) {
            ignoreIfGone(e);
        }
    }

    void delete(ResourceType type, StoredObject object) {
        try {
            deletions.delete(
                    type,
                    object.key(),
                    new DeleteOptions(
                            OptionalLong.empty(), DeleteOptions.Propagation.BACKGROUND, object.uid(), "", false));
        } catch (ApiException e) {
            ignoreIfGone(e);
        }
    }

    /** Somebody else was faster; that is what was wanted. */
    private static void ignoreIfGone(ApiException refusal) {
        if (refusal.code() != 404 && refusal.code() != 409) {
            throw refusal;
        }
    }
}
