package dev.weir.local.api.registry;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.kinds.ObjectMetadata;
import dev.weir.local.api.patch.ManagedFields;
import dev.weir.local.api.resource.ObjectKey;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.status.ApiException;
import dev.weir.local.api.status.FieldErrors;
import dev.weir.local.api.store.ObjectStore;
import dev.weir.local.api.store.StoredObject;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates and updates objects as a Kubernetes API server does: defaults, validation, what the server alone may set, who owns which field.
 * Deletion is in {@link Deletions}. Trees given and returned are in the form that the resource type serves. Thread-safe: the store
 * refuses a write that is based on an old state, and then the write is done again or refused.
 */
public final class Registry {

    /** A change of an object that was written. */
    public record Write(ResourceType type, StoredObject object) {}

    private final ObjectStore store;
    private final Clock clock;
    private final Admission admission;
    private final List<Consumer<Write>> listeners = new CopyOnWriteArrayList<>();

    public Registry(ObjectStore store, Clock clock, ServiceAddresses addresses) {
        this.store = store;
        this.clock = clock;
        this.admission = new Admission(store, addresses);
    }

    public ObjectStore store() {
        return store;
    }

    Clock clock() {
        return clock;
    }

    /** Calls the listener after each write, on the writer's thread: it must be quick. */
    public void onWrite(Consumer<Write> listener) {
        listeners.add(listener);
    }

    void tell(ResourceType type, StoredObject object) {
        listeners.forEach(listener -> listener.accept(new Write(type, object)));
    }

    public StoredObject get(ResourceType type, ObjectKey key) {
        return store.get(type.storage(), key).orElseThrow(() -> ApiException.notFound(type.subject(key.name())));
    }

    /** Creates an object. The tree is changed. */
    public StoredObject create(ResourceType type, String namespace, ObjectNode object, WriteOptions options) {
        return create(
                type,
                namespace,
                object,
                options,
                (kind, tree) -> ManagedFields.of(kind)
                        .update(
                                Json.object(),
                                tree,
                                new ManagedFields.Writer(
                                        options.fieldManager(), type.apiVersion(), "", clock.instant())));
    }

    /** Says who owns which fields of the object written. */
    @FunctionalInterface
    interface Ownership {
        void record(ResourceType type, ObjectNode tree);
    }

    StoredObject create(
            ResourceType type, String namespace, ObjectNode object, WriteOptions options, Ownership ownership) {
        NewObject.identify(object, type, namespace, clock.instant());
        admission.beforeCreate(type, object);
        type.rules().applyDefaults(object);
        ownership.record(type, object);
        admission.admit(type, object);
        validate(type, object);
        ObjectKey key = new ObjectKey(namespace, Json.text(object, "metadata", "name"));
        return admission.exclusively(type, object, () -> {
            if (options.dryRun()) {
                if (store.get(type.storage(), key).isPresent()) {
                    throw ApiException.alreadyExists(type.subject(key.name()));
                }
                return StoredObject.unwritten(key, type.view().toStored().apply(object));
            }
            ObjectStore.Written written =
                    store.create(type.storage(), key, type.view().toStored().apply(object));
            if (written.outcome() != ObjectStore.Outcome.WRITTEN) {
                throw ApiException.alreadyExists(type.subject(key.name()));
            }
            StoredObject created = written.object().orElseThrow();
            tell(type, created);
            return created;
        });
    }

    /** Updates an object or one of its sub-resources ("" for the object itself) by a change of its present tree. */
    public StoredObject update(Target target, UnaryOperator<ObjectNode> change, WriteOptions options) {
        return update(
                target,
                change,
                options,
                (current, desired) -> ManagedFields.of(target.type())
                        .update(current, desired, target.writer(options.fieldManager(), clock.instant())));
    }

    /** Says who owns which fields after an update. */
    @FunctionalInterface
    interface OwnershipChange {
        void record(ObjectNode current, ObjectNode desired);
    }

    StoredObject update(
            Target target, UnaryOperator<ObjectNode> change, WriteOptions options, OwnershipChange ownership) {
        ResourceType type = target.type();
        while (true) {
            StoredObject stored = get(type, target.key());
            ObjectNode current = type.view().fromStored().apply(stored.tree().deepCopy());
            ObjectNode desired = change.apply(current.deepCopy());
            boolean conditional = isConditional(desired);
            checkPreconditions(type, current, desired);
            ObjectNode merged = Update.of(target, current, desired);
            admission.beforeUpdate(type, merged, current);
            type.rules().applyDefaults(merged);
            validate(target, merged, current);
            Update.countGeneration(merged, current);
            ownership.record(current, merged);
            if (Update.sameButForOwners(merged, current)) {
                return stored;
            }
            ObjectNode tree = type.view().toStored().apply(merged);
            if (options.dryRun()) {
                return StoredObject.unwritten(target.key(), tree);
            }
            ObjectStore.Written written = Update.isFinished(merged, type)
                    ? removeFinished(type, stored, tree)
                    : store.replace(type.storage(), stored, tree);
            if (written.outcome() == ObjectStore.Outcome.WRITTEN) {
                tell(type, written.object().orElseThrow());
                return written.object().orElseThrow();
            }
            if (conditional) {
                throw ApiException.stale(type.subject(target.key().name()));
            }
        }
    }

    /** The last finalizer of an object to be deleted is gone: write that, then remove the object. */
    private ObjectStore.Written removeFinished(ResourceType type, StoredObject stored, ObjectNode tree) {
        ObjectStore.Written last = store.replace(type.storage(), stored, tree);
        if (last.outcome() != ObjectStore.Outcome.WRITTEN) {
            return last;
        }
        return store.delete(type.storage(), last.object().orElseThrow());
    }

    private static boolean isConditional(ObjectNode desired) {
        return !Json.text(desired, "metadata", "resourceVersion").isEmpty();
    }

    private static void checkPreconditions(ResourceType type, ObjectNode current, ObjectNode desired) {
        String name = Json.text(current, "metadata", "name");
        String wanted = Json.text(desired, "metadata", "resourceVersion");
        if (!wanted.isEmpty() && !wanted.equals(Json.text(current, "metadata", "resourceVersion"))) {
            throw ApiException.stale(type.subject(name));
        }
        String uid = Json.text(desired, "metadata", "uid");
        String present = Json.text(current, "metadata", "uid");
        if (!uid.isEmpty() && !uid.equals(present)) {
            throw ApiException.conflict(
                    type.subject(name),
                    "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + present);
        }
    }

    private static void validate(ResourceType type, ObjectNode object) {
        FieldErrors errors = new FieldErrors();
        ObjectMetadata.validate(object, type.rules(), errors);
        type.rules().validate(object, errors);
        refuse(type, object, errors);
    }

    private static void validate(Target target, ObjectNode object, ObjectNode current) {
        ResourceType type = target.type();
        FieldErrors errors = new FieldErrors();
        ObjectMetadata.validate(object, type.rules(), errors);
        type.rules().validate(object, errors);
        if (!target.subresource().equals("binding")) {
            type.rules().validateUpdate(object, current, errors);
        }
        refuse(type, object, errors);
    }

    private static void refuse(ResourceType type, ObjectNode object, FieldErrors errors) {
        if (!errors.isEmpty()) {
            throw ApiException.invalid(type.subject(Json.text(object, "metadata", "name")), errors);
        }
    }

    static boolean isTerminating(JsonNode object) {
        return Json.at(object, "metadata", "deletionTimestamp") != null;
    }
}
