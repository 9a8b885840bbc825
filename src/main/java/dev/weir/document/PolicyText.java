package dev.weir.document;

import dev.weir.cluster.PolicyTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A policy as text in the form people write it, without what the API server added for itself. */
public final class PolicyText {
    private static final List<String> SERVER_FIELDS =
            List.of("managedFields", "uid", "creationTimestamp", "generation", "resourceVersion", "selfLink");

    private PolicyText() {}

    public static String of(Map<String, Object> object) {
        Map<String, Object> result = new LinkedHashMap<>();
        // In the order in which people write and read them.
        for (String first : List.of("apiVersion", "kind", "metadata", "spec")) {
            if (object.containsKey(first)) {
                result.put(first, object.get(first));
            }
        }
        object.forEach(result::putIfAbsent);
        result.remove("status");
        Map<String, Object> metadata = PolicyTree.map(object.get("metadata"));
        SERVER_FIELDS.forEach(metadata::remove);
        result.put("metadata", metadata);
        return YamlText.of(result);
    }

    /** {@code metadata.resourceVersion}; empty when there is none. */
    public static String version(Map<String, Object> object) {
        Object version = PolicyTree.map(object.get("metadata")).get("resourceVersion");
        return version == null ? "" : version.toString();
    }

    /** The same object as of a version: a write is then refused when the object has changed since. */
    public static Map<String, Object> atVersion(Map<String, Object> object, String version) {
        Map<String, Object> result = new LinkedHashMap<>(object);
        Map<String, Object> metadata = PolicyTree.map(object.get("metadata"));
        if (version.isEmpty()) {
            metadata.remove("resourceVersion");
        } else {
            metadata.put("resourceVersion", version);
        }
        result.put("metadata", metadata);
        return result;
    }

    /** The same object with the namespace that its page is about, when the author left it out. */
    public static Map<String, Object> in(String namespace, Map<String, Object> object) {
        Map<String, Object> result = new LinkedHashMap<>(object);
        Map<String, Object> metadata = PolicyTree.map(object.get("metadata"));
        metadata.putIfAbsent("namespace", namespace);
        result.put("metadata", metadata);
        return result;
    }
}
