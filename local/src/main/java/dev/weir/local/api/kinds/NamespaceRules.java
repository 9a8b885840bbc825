package dev.weir.local.api.kinds;

import dev.weir.local.api.json.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A namespace is active until it is deleted, and carries the finalizer that makes it wait for its content. */
public final class NamespaceRules implements KindRules {

    @Override
    public List<String> faultsOfName(String name) {
        return Names.label(name);
    }

    @Override
    public void applyDefaults(ObjectNode namespace) {
        if (Json.at(namespace, "metadata", "deletionTimestamp") != null) {
            return;
        }
        ObjectNode spec = Json.make(namespace, "spec");
        if (Json.list(spec, "finalizers").isEmpty()) {
            spec.putArray("finalizers").add("kubernetes");
        }
        Json.setDefault(Json.make(namespace, "status"), "phase", "Active");
    }
}
