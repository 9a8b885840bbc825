package dev.weir.local.api.registry;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.ObjectKey;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.status.ApiException;
import dev.weir.local.api.store.ObjectStore;
import dev.weir.local.api.store.StoredObject;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** What an object needs of others before it may be written: its namespace, a service account, addresses. */
final class Admission {

    private static final String NAMESPACES = "/namespaces";
    private static final String SERVICE_ACCOUNTS = "/serviceaccounts";

    private final ObjectStore store;
    private final ServiceAddresses addresses;
    private final Object addressLock = new Object();

    Admission(ObjectStore store, ServiceAddresses addresses) {
        this.store = store;
        this.addresses = addresses;
    }

    void beforeCreate(ResourceType type, ObjectNode object) {
        if (type.namespaced()) {
            requireNamespace(type, object);
        }
        if (type.kind().equals("Namespace")) {
            nameByLabel(object);
        }
    }

    /** What is added to a new object when it is clear who owns the rest. */
    void admit(ResourceType type, ObjectNode object) {
        if (type.kind().equals("Pod")) {
            requireServiceAccount(type, object);
        }
        type.rules().admit(object);
    }

    void beforeUpdate(ResourceType type, ObjectNode object, ObjectNode current) {
        switch (type.kind()) {
            case "Namespace" -> nameByLabel(object);
            case "Service" -> {
                synchronized (addressLock) {
                    addresses.keepOrAssign(object, current);
                }
            }
            default -> {}
        }
    }

    /** Runs the creation so that no two services are given the same address. */
    StoredObject exclusively(ResourceType type, ObjectNode object, Supplier<StoredObject> creation) {
        if (!type.kind().equals("Service")) {
            return creation.get();
        }
        synchronized (addressLock) {
            addresses.assign(object);
            return creation.get();
        }
    }

    private void requireNamespace(ResourceType type, ObjectNode object) {
        String namespace = Json.text(object, "metadata", "namespace");
        Optional<StoredObject> found = store.get(NAMESPACES, new ObjectKey("", namespace));
        if (found.isEmpty()) {
            throw ApiException.notFound(new ApiException.Subject("", "namespaces", "Namespace", namespace));
        }
        if (Registry.isTerminating(found.get().tree())) {
            throw ApiException.forbidden(
                            type.subject(Json.text(object, "metadata", "name")),
                            "unable to create new content in namespace " + namespace
                                    + " because it is being terminated")
                    .cause(
                            "NamespaceTerminating",
                            "namespace " + namespace + " is being terminated",
                            "metadata.namespace");
        }
    }

    /** The label by which namespace selectors find one namespace; a user cannot take it away. */
    private static void nameByLabel(ObjectNode namespace) {
        Json.make(namespace, "metadata", "labels")
                .put("kubernetes.io/metadata.name", Json.text(namespace, "metadata", "name"));
    }

    private void requireServiceAccount(ResourceType type, ObjectNode pod) {
        ObjectNode spec = Json.make(pod, "spec");
        Json.setDefault(spec, "serviceAccountName", "default");
        spec.set("serviceAccount", spec.get("serviceAccountName"));
        String namespace = Json.text(pod, "metadata", "namespace");
        String account = Json.text(spec, "serviceAccountName");
        if (store.get(SERVICE_ACCOUNTS, new ObjectKey(namespace, account)).isEmpty()) {
            throw ApiException.forbidden(
                    type.subject(Json.text(pod, "metadata", "name")),
                    "error looking up service account " + namespace + "/" + account + ": serviceaccount \"" + account
                            + "\" not found");
        }
    }
}
