package dev.weir.local.api;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.registry.Registry;
import dev.weir.local.api.registry.WriteOptions;
import dev.weir.local.api.resource.Catalog;
import dev.weir.local.api.resource.ObjectKey;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.status.ApiException;
import tools.jackson.databind.node.ObjectNode;

/** Puts into every new namespace what a cluster puts there: the service account "default" and the certificate of the API. */
final class NamespaceContents {

    private final Registry registry;
    private final Catalog catalog;
    private final String authority;

    NamespaceContents(Registry registry, Catalog catalog, String authority) {
        this.registry = registry;
        this.catalog = catalog;
        this.authority = authority;
    }

    void written(Registry.Write write) {
        ObjectNode namespace = write.object().tree();
        boolean leaving = Json.at(namespace, "metadata", "deletionTimestamp") != null;
        if (write.type().kind().equals("Namespace") && !leaving) {
            String name = write.object().key().name();
            create(catalog.builtin("v1", "ServiceAccount"), name, "default", Json.object());
            ObjectNode certificate = Json.object();
            certificate.putObject("data").put("ca.crt", authority);
            create(catalog.builtin("v1", "ConfigMap"), name, "kube-root-ca.crt", certificate);
        }
    }

    private void create(ResourceType type, String namespace, String name, ObjectNode object) {
        if (registry.store().get(type.storage(), new ObjectKey(namespace, name)).isPresent()) {
            return;
        }
        Json.make(object, "metadata").put("name", name);
        try {
            registry.create(type, namespace, object, WriteOptions.of("weir-local"));
        } catch (ApiException e) {
            // The namespace may have been deleted, or the object created, a moment ago. Both are fine.
            if (!e.reason().equals("AlreadyExists") && e.code() != 403 && e.code() != 404) {
                throw e;
            }
        }
    }
}
