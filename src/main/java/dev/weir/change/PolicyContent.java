package dev.weir.change;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a person writes of a policy: its spec, labels and annotations. The rest is the API server's. */
final class PolicyContent {
    private static final List<String> OF_THE_SERVER =
            List.of("resourceVersion", "uid", "creationTimestamp", "generation", "managedFields", "selfLink");
    /** What kubectl remembers of the last apply; it says nothing of its own. */
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private PolicyContent() {}

    static boolean isSame(@Nullable Map<String, Object> one, @Nullable Map<String, Object> other) {
        if (one == null || other == null) {
            return one == other;
        }
        return Objects.equals(one.get("spec"), other.get("spec"))
                && part(one, "labels").equals(part(other, "labels"))
                && annotations(one).equals(annotations(other));
    }

    private static Map<String, Object> annotations(Map<String, Object> object) {
        Map<String, Object> annotations = new LinkedHashMap<>(part(object, "annotations"));
        annotations.remove(LAST_APPLIED);
        return annotations;
    }

    private static Map<String, Object> part(Map<String, Object> object, String key) {
        return map(metadata(object).get(key));
    }

    static String version(Map<String, Object> object) {
        return metadata(object).get("resourceVersion") instanceof String version ? version : "";
    }

    /** To be written again, at a version or as a new object. */
    static Map<String, Object> at(Map<String, Object> object, String version) {
        Map<String, Object> copy = new LinkedHashMap<>(object);
        Map<String, Object> metadata = new LinkedHashMap<>(metadata(object));
        OF_THE_SERVER.forEach(metadata::remove);
        if (!version.isEmpty()) {
            metadata.put("resourceVersion", version);
        }
        copy.put("metadata", metadata);
        return copy;
    }

    private static Map<String, Object> metadata(Map<String, Object> object) {
        return map(object.get("metadata"));
    }

    private static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> there) {
            there.forEach((key, entry) -> copy.put(String.valueOf(key), entry));
        }
        return copy;
    }
}
