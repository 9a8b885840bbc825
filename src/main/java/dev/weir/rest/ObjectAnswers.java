package dev.weir.rest;

import dev.weir.cluster.KubernetesObjects.ObjectList;
import dev.weir.cluster.ObjectKind;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/** Kubernetes objects as answers: verbatim, with the resource version as a strong ETag. */
final class ObjectAnswers {
    private ObjectAnswers() {}

    static ResponseEntity<Map<String, Object>> ok(Map<String, Object> object) {
        return ResponseEntity.ok().eTag(etag(object)).body(object);
    }

    static ResponseEntity<Map<String, Object>> created(Map<String, Object> object, URI location) {
        return ResponseEntity.created(location).eTag(etag(object)).body(object);
    }

    static Map<String, Object> list(ObjectKind kind, ObjectList list) {
        return list(kind, list.items(), list.resourceVersion(), list.continueToken());
    }

    static Map<String, Object> list(
            ObjectKind kind, List<Map<String, Object>> items, String resourceVersion, String continueToken) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("resourceVersion", resourceVersion);
        if (!continueToken.isEmpty()) {
            metadata.put("continue", continueToken);
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", kind.apiVersion());
        tree.put("kind", kind.kind() + "List");
        tree.put("metadata", metadata);
        tree.put("items", items);
        return tree;
    }

    static String resourceVersion(Map<String, Object> object) {
        return metadata(object, "resourceVersion");
    }

    static String metadata(Map<String, Object> object, String field) {
        Object value = object.get("metadata") instanceof Map<?, ?> metadata ? metadata.get(field) : null;
        return value == null ? "" : value.toString();
    }

    /** A dry run of a creation has no version yet, and so no ETag. */
    private static @Nullable String etag(Map<String, Object> object) {
        String version = resourceVersion(object);
        return version.isEmpty() ? null : "\"" + version + "\"";
    }
}
