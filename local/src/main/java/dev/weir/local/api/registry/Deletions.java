package dev.weir.local.api.registry;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.ObjectKey;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.status.ApiException;
import dev.weir.local.api.store.ObjectStore;
import dev.weir.local.api.store.StoredObject;
import java.time.Instant;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Deletes objects as a Kubernetes API server does: pods on a node get a grace period and go when their kubelet says so, namespaces go when
 * they are empty, objects with finalizers when these are gone. What follows from a deletion is done by {@link Housekeeping}.
 */
public final class Deletions {

    static final String FOREGROUND = "foregroundDeletion";
    static final String ORPHAN = "orphan";

    private static final Set<String> LASTING_NAMESPACES = Set.of("default", "kube-system", "kube-public");

    private final Registry registry;

    public Deletions(Registry registry) {
        this.registry = registry;
    }

    /**
     * What a deletion came to.
     *
     * @param object the object as it was left or as it was last
     * @param gone whether it is removed already
     */
    public record Deletion(StoredObject object, boolean gone) {}

    public Deletion delete(ResourceType type, ObjectKey key, DeleteOptions options) {
        while (true) {
            StoredObject stored = registry.get(type, key);
            check(type, stored, options);
            ObjectNode tree = stored.tree().deepCopy();
            boolean waits = mark(type, tree, options);
            if (options.dryRun() || waits && tree.equals(stored.tree())) {
                return new Deletion(stored, !waits);
            }
            ObjectStore store = registry.store();
            ObjectStore.Written written =
                    waits ? store.replace(type.storage(), stored, tree) : store.delete(type.storage(), stored);
            if (written.outcome() == ObjectStore.Outcome.WRITTEN) {
                StoredObject object = written.object().orElseThrow();
                registry.tell(type, object);
                return new Deletion(object, !waits);
            }
        }
    }

    private static void check(ResourceType type, StoredObject stored, DeleteOptions options) {
        ApiException.Subject subject = type.subject(stored.key().name());
        if (!options.uid().isEmpty() && !options.uid().equals(stored.uid())) {
            throw ApiException.conflict(
                    subject,
                    "Precondition failed: UID in precondition: " + options.uid() + ", UID in object meta: "
                            + stored.uid());
        }
        String revision = Long.toString(stored.revision());
        if (!options.resourceVersion().isEmpty() && !options.resourceVersion().equals(revision)) {
            throw ApiException.conflict(
                    subject,
                    "Precondition failed: ResourceVersion in precondition: " + options.resourceVersion()
                            + ", ResourceVersion in object meta: " + revision);
        }
        if (type.kind().equals("Namespace")) {
            checkNamespace(subject, stored.tree());
        }
    }

    private static void checkNamespace(ApiException.Subject subject, ObjectNode namespace) {
        if (LASTING_NAMESPACES.contains(subject.name())) {
            throw ApiException.forbidden(subject, "this namespace may not be deleted");
        }
        if (Registry.isTerminating(namespace)) {
            throw ApiException.conflict(
                    subject,
                    "The system is ensuring all content is removed from this namespace.  Upon completion, this namespace will"
                            + " automatically be purged by the system.");
        }
    }

    /** Marks the object as one to be deleted. Returns whether it must wait; if not, it can be removed at once. */
    private boolean mark(ResourceType type, ObjectNode tree, DeleteOptions options) {
        ObjectNode metadata = Json.make(tree, "metadata");
        addFinalizer(metadata, options.propagation());
        long grace = type.kind().equals("Pod") ? grace(tree, options) : 0;
        boolean namespace = type.kind().equals("Namespace");
        boolean waits =
                grace > 0 || namespace || !Json.list(metadata, "finalizers").isEmpty();
        if (waits) {
            setDeadline(metadata, grace, type.kind().equals("Pod"));
        }
        if (namespace) {
            Json.make(tree, "status").put("phase", "Terminating");
        }
        return waits;
    }

    private void setDeadline(ObjectNode metadata, long grace, boolean shortens) {
        boolean marked = Json.at(metadata, "deletionTimestamp") != null;
        if (marked && (!shortens || grace >= Json.number(metadata, "deletionGracePeriodSeconds"))) {
            return;
        }
        Instant now = registry.clock().instant();
        metadata.put("deletionTimestamp", NewObject.time(now.plusSeconds(grace)));
        metadata.set("deletionGracePeriodSeconds", Json.numberNode(grace));
        if (Json.at(metadata, "generation") != null) {
            metadata.set("generation", Json.numberNode(Json.number(metadata, "generation") + 1));
        }
    }

    private static void addFinalizer(ObjectNode metadata, DeleteOptions.Propagation propagation) {
        String finalizer = switch (propagation) {
            case BACKGROUND -> "";
            case FOREGROUND -> FOREGROUND;
            case ORPHAN -> ORPHAN;
        };
        if (finalizer.isEmpty()) {
            return;
        }
        ArrayNode finalizers = Json.list(metadata, "finalizers");
        for (JsonNode present : finalizers) {
            if (present.asString("").equals(finalizer)) {
                return;
            }
        }
        metadata.set("finalizers", finalizers.add(finalizer));
    }

    /** A pod that no kubelet has, or that has ended, needs no grace. */
    private static long grace(ObjectNode pod, DeleteOptions options) {
        String phase = Json.text(pod, "status", "phase");
        boolean running =
                !Json.text(pod, "spec", "nodeName").isEmpty() && !phase.equals("Succeeded") && !phase.equals("Failed");
        if (!running) {
            return 0;
        }
        JsonNode own = Json.at(pod, "spec", "terminationGracePeriodSeconds");
        return options.grace().orElse(own == null ? 30 : own.longValue());
    }
}
