package dev.weir.audit;

import dev.weir.cluster.Namespace;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyMode;
import dev.weir.document.YamlText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Objects as texts: what people write of them, in the order in which an API server answers. */
final class ObjectTexts {
    private static final Set<String> OF_THE_SERVER =
            Set.of("managedFields", "uid", "creationTimestamp", "generation", "resourceVersion", "selfLink");
    /** What kubectl remembers of its last apply: the same policy once more. */
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    /** Of a namespace, what policies and logging read. */
    private static final Set<String> OF_A_NAMESPACE = Set.of(Namespace.DENY_LOGGING_ANNOTATION, PolicyMode.ANNOTATION);
    /** Labels belong to their author, in whatever order they come. */
    private static final Set<String> FREE = Set.of("labels", "annotations", "matchLabels");

    private static final List<String> ORDER = List.of(
            "apiVersion",
            "kind",
            "metadata",
            "spec",
            "name",
            "namespace",
            "labels",
            "annotations",
            "podSelector",
            "namespaceSelector",
            "ipBlock",
            "ingress",
            "egress",
            "policyTypes",
            "protocol",
            "port",
            "endPort",
            "ports",
            "from",
            "to",
            "cidr",
            "except",
            "matchLabels",
            "matchExpressions",
            "key",
            "operator",
            "values");

    private ObjectTexts() {}

    static String of(ObjectRef ref, Map<String, Object> object) {
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put("apiVersion", ref.kind().apiVersion());
        kept.put("kind", ref.kind().kind());
        kept.put("metadata", metadata(ref.kind(), map(object.get("metadata"))));
        if (ref.kind() != ObjectKind.NAMESPACE && object.containsKey("spec")) {
            kept.put("spec", object.get("spec"));
        }
        return YamlText.of(map(inOrder(kept, false)));
    }

    private static Map<String, Object> metadata(ObjectKind kind, Map<String, Object> metadata) {
        Map<String, Object> annotations = map(metadata.get("annotations"));
        annotations.remove(LAST_APPLIED);
        Map<String, Object> kept = new LinkedHashMap<>();
        if (kind == ObjectKind.NAMESPACE) {
            annotations.keySet().retainAll(OF_A_NAMESPACE);
            List.of("name", "labels").forEach(key -> copy(metadata, key, kept));
        } else {
            kept.putAll(metadata);
            OF_THE_SERVER.forEach(kept::remove);
        }
        kept.remove("annotations");
        if (!annotations.isEmpty()) {
            kept.put("annotations", annotations);
        }
        return kept;
    }

    private static void copy(Map<String, Object> from, String key, Map<String, Object> to) {
        if (from.containsKey(key)) {
            to.put(key, from.get(key));
        }
    }

    private static Object inOrder(Object value, boolean free) {
        if (value instanceof List<?> list) {
            return list.stream().map(item -> inOrder(item, false)).toList();
        }
        if (!(value instanceof Map<?, ?>)) {
            return value;
        }
        List<Map.Entry<String, Object>> fields = new ArrayList<>(map(value).entrySet());
        if (!free) {
            fields.sort(Comparator.comparingInt(field -> rank(field.getKey())));
        }
        Map<String, Object> sorted = new LinkedHashMap<>();
        fields.forEach(field -> sorted.put(field.getKey(), inOrder(field.getValue(), FREE.contains(field.getKey()))));
        return sorted;
    }

    /** What is not known stays behind what is. */
    private static int rank(String key) {
        int rank = ORDER.indexOf(key);
        return rank < 0 ? ORDER.size() : rank;
    }

    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> result = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, entry) -> result.put(String.valueOf(key), entry));
        }
        return result;
    }
}
