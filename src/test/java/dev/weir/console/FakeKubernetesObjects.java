package dev.weir.console;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.KubernetesException;
import dev.weir.cluster.KubernetesException.Invalid.Cause;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** An API server in memory, whose writes reach the cluster state at once. It refuses what the real one refuses, as far as tests ask. */
final class FakeKubernetesObjects implements KubernetesObjects {
    private static final IllegalStateException CAUSE = new IllegalStateException("fake");

    private final ClusterState cluster;
    private final Map<ObjectRef, Map<String, Object>> objects = new LinkedHashMap<>();
    private long resourceVersion = 100;
    private boolean down;

    FakeKubernetesObjects(ClusterState cluster) {
        this.cluster = cluster;
    }

    /** From now on no call is answered. */
    void goDown() {
        down = true;
    }

    void clear() {
        objects.clear();
        down = false;
    }

    FakeKubernetesObjects with(Map<String, Object> object) {
        store(ref(object), object);
        return this;
    }

    @Override
    public ObjectList list(ObjectKind kind, ObjectQuery query) {
        return new ObjectList("1", "", List.copyOf(objects.values()));
    }

    @Override
    public Map<String, Object> get(ObjectRef ref) {
        answering();
        Map<String, Object> object = objects.get(ref);
        if (object == null) {
            throw new KubernetesException.NotFound(ref + " not found", CAUSE);
        }
        return object;
    }

    @Override
    public Map<String, Object> create(ObjectRef ref, Map<String, Object> object, WriteOptions options) {
        answering();
        validate(object);
        if (objects.containsKey(ref)) {
            throw new KubernetesException.AlreadyExists(ref + " already exists", CAUSE);
        }
        return options.dryRun() ? object : store(ref, object);
    }

    @Override
    public Map<String, Object> replace(ObjectRef ref, Map<String, Object> object, WriteOptions options) {
        validate(object);
        String current = version(get(ref));
        String sent = version(object);
        if (!sent.isEmpty() && !sent.equals(current)) {
            throw new KubernetesException.Conflict(ref + " has changed", current, CAUSE);
        }
        return options.dryRun() ? object : store(ref, object);
    }

    @Override
    public Map<String, Object> patch(ObjectRef ref, PatchForm form, String patch, WriteOptions options) {
        answering();
        Map<String, Object> change = PolicyDraft.map(new Yaml().load(patch));
        Map<String, Object> there = objects.getOrDefault(ref, Map.of());
        String sent = version(change);
        if (!sent.isEmpty() && !sent.equals(version(there))) {
            throw new KubernetesException.Conflict(ref + " has changed", version(there), CAUSE);
        }
        Map<String, Object> merged = merge(there, change);
        return options.dryRun() ? merged : store(ref, merged);
    }

    @Override
    public void delete(ObjectRef ref, String version, WriteOptions options) {
        get(ref);
        if (!options.dryRun()) {
            objects.remove(ref);
            publish();
        }
    }

    private void answering() {
        if (down) {
            throw new KubernetesException.Unavailable("no answer", CAUSE);
        }
    }

    private static void validate(Map<String, Object> object) {
        Map<String, Object> spec = PolicyDraft.map(object.get("spec"));
        if (object.toString().contains("cidr=10.0.0.0/99")) {
            String field = "spec.ingress[0].from[0].ipBlock.cidr";
            throw new KubernetesException.Invalid(
                    "invalid", List.of(new Cause(field, "Invalid value: \"10.0.0.0/99\"", "FieldValueInvalid")), CAUSE);
        }
        if (spec.containsKey("podselector")) {
            throw new KubernetesException.Invalid(
                    "unknown field \"spec.podselector\"",
                    List.of(new Cause("spec.podselector", "unknown field", "FieldValueInvalid")),
                    CAUSE);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> merge(Map<String, Object> into, Map<String, Object> patch) {
        Map<String, Object> result = new LinkedHashMap<>(into);
        patch.forEach((key, value) -> {
            if (value == null) {
                result.remove(key);
            } else if (value instanceof Map<?, ?> map) {
                result.put(key, merge(PolicyDraft.map(result.get(key)), (Map<String, Object>) map));
            } else {
                result.put(key, value);
            }
        });
        return result;
    }

    private Map<String, Object> store(ObjectRef ref, Map<String, Object> object) {
        Map<String, Object> stored = new LinkedHashMap<>(object);
        Map<String, Object> metadata = PolicyDraft.map(object.get("metadata"));
        metadata.put("name", ref.name());
        if (!ref.namespace().isEmpty()) {
            metadata.put("namespace", ref.namespace());
        }
        metadata.put("resourceVersion", Long.toString(++resourceVersion));
        stored.put("metadata", metadata);
        objects.put(ref, stored);
        publish();
        return stored;
    }

    private void publish() {
        ClusterSnapshot now = cluster.current();
        List<NetworkPolicy> policies = new ArrayList<>();
        List<Namespace> namespaces = new ArrayList<>();
        now.namespaces().forEach(namespace -> namespaces.add(changed(namespace)));
        objects.forEach((ref, object) -> {
            if (ref.kind() == ObjectKind.NETWORK_POLICY) {
                policies.add(PolicyDraft.read(object));
            }
        });
        LoggingConfig declared = logging(now.declaredLogging());
        cluster.replace(new ClusterContents(
                namespaces,
                now.nodes(),
                now.pods(),
                policies,
                declared,
                declared.isValid() ? declared : now.logging()));
    }

    private Namespace changed(Namespace namespace) {
        Map<String, Object> object = objects.get(ObjectRef.namespace(namespace.name()));
        if (object == null) {
            return namespace;
        }
        Map<String, String> annotations = new LinkedHashMap<>();
        PolicyDraft.map(PolicyDraft.map(object.get("metadata")).get("annotations"))
                .forEach((key, value) -> annotations.put(key, String.valueOf(value)));
        return new Namespace(namespace.name(), namespace.labels(), annotations);
    }

    private LoggingConfig logging(LoggingConfig before) {
        Map<String, Object> object = objects.get(ObjectRef.networkLogging());
        if (object == null) {
            return before;
        }
        Map<String, Object> at =
                PolicyDraft.map(PolicyDraft.map(object.get("spec")).get("cluster"));
        return new LoggingConfig(
                toggle(at.get("allow")), toggle(at.get("deny")), before.generation() + 1, version(object));
    }

    private static Switch toggle(@Nullable Object value) {
        Map<String, Object> map = PolicyDraft.map(value);
        return new Switch(Boolean.TRUE.equals(map.get("log")), Boolean.TRUE.equals(map.get("delegate")));
    }

    private static String version(Map<String, Object> object) {
        Object version = PolicyDraft.map(object.get("metadata")).get("resourceVersion");
        return version == null ? "" : version.toString();
    }

    private static ObjectRef ref(Map<String, Object> object) {
        Map<String, Object> metadata = PolicyDraft.map(object.get("metadata"));
        boolean service = "Service".equals(object.get("kind"));
        return new ObjectRef(
                service ? ObjectKind.SERVICE : ObjectKind.NETWORK_POLICY,
                String.valueOf(metadata.get("namespace")),
                String.valueOf(metadata.get("name")));
    }
}
