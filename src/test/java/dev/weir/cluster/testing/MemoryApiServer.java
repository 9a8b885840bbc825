package dev.weir.cluster.testing;

import dev.weir.cluster.KubernetesException;
import dev.weir.cluster.KubernetesException.Invalid.Cause;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.ObjectWitness;
import dev.weir.document.ObjectDocument;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An API server in memory: versions, conflicts and a little validation, as the real one has them. */
public final class MemoryApiServer implements KubernetesObjects {
    private static final IllegalStateException CAUSE = new IllegalStateException("in memory");

    private final Map<ObjectRef, Map<String, Object>> objects =
            new TreeMap<>(Comparator.comparing(ObjectRef::toString));
    private final Map<ObjectRef, RuntimeException> failing = new TreeMap<>(Comparator.comparing(ObjectRef::toString));
    private final List<ObjectWitness> witnesses = new ArrayList<>();
    private long version = 100;
    private boolean down;
    private @Nullable WriteOptions lastOptions;

    /** Tells of every change from now on, as the watch of the real one does. */
    public void tell(ObjectWitness witness) {
        witnesses.add(witness);
    }

    private void changed(ObjectRef ref, @Nullable Map<String, Object> before, @Nullable Map<String, Object> now) {
        witnesses.forEach(witness -> witness.saw(ref, before, now));
    }

    public void reset() {
        objects.forEach((ref, object) -> changed(ref, object, null));
        objects.clear();
        failing.clear();
        down = false;
    }

    public void goDown() {
        down = true;
    }

    public void comeBack() {
        down = false;
    }

    /** Every write of this object fails from now on; a dry run does not. */
    public void failWritesOf(ObjectRef ref, RuntimeException failure) {
        failing.put(ref, failure);
    }

    public @Nullable WriteOptions lastOptions() {
        return lastOptions;
    }

    @Override
    public ObjectList list(ObjectKind kind, ObjectQuery query) {
        answering();
        if (query.continueToken().equals("old")) {
            throw new KubernetesException.Expired("The provided continue parameter is too old", "fresh", CAUSE);
        }
        List<Map<String, Object>> items = objects.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .filter(entry -> query.namespace().isEmpty()
                        || entry.getKey().namespace().equals(query.namespace()))
                .map(Map.Entry::getValue)
                .toList();
        boolean cut = query.limit() > 0 && items.size() > query.limit();
        return new ObjectList(Long.toString(version), cut ? "next" : "", cut ? items.subList(0, query.limit()) : items);
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
        if (objects.containsKey(ref)) {
            throw new KubernetesException.AlreadyExists(ref + " already exists", CAUSE);
        }
        return store(ref, object, options);
    }

    @Override
    public Map<String, Object> replace(ObjectRef ref, Map<String, Object> object, WriteOptions options) {
        precondition(ref, resourceVersion(object));
        return store(ref, object, options);
    }

    @Override
    public Map<String, Object> patch(ObjectRef ref, PatchForm form, String patch, WriteOptions options) {
        answering();
        Map<String, Object> before = form == PatchForm.APPLY ? objects.getOrDefault(ref, Map.of()) : get(ref);
        if (form == PatchForm.JSON) {
            return store(ref, before, options); // The operations themselves are the real server's affair.
        }
        Map<String, Object> change = ObjectDocument.parse(patch).object();
        precondition(ref, resourceVersion(change));
        return store(ref, merged(before, change), options);
    }

    @Override
    public void delete(ObjectRef ref, String resourceVersion, WriteOptions options) {
        precondition(ref, resourceVersion);
        if (!options.dryRun()) {
            changed(ref, objects.remove(ref), null);
        }
    }

    private void precondition(ObjectRef ref, String wanted) {
        String current = wanted.isEmpty() ? "" : resourceVersion(get(ref));
        if (!wanted.equals(current)) {
            throw new KubernetesException.Conflict(ref + " has changed", current, CAUSE);
        }
    }

    private void answering() {
        if (down) {
            throw new KubernetesException.Unavailable("The Kubernetes API cannot be reached", CAUSE);
        }
    }

    private Map<String, Object> store(ObjectRef ref, Map<String, Object> object, WriteOptions options) {
        lastOptions = options;
        validate(object);
        Map<String, Object> stored = new LinkedHashMap<>(object);
        Map<String, Object> metadata = new LinkedHashMap<>(map(object.get("metadata")));
        metadata.put("name", ref.name());
        metadata.put("resourceVersion", Long.toString(++version));
        stored.put("metadata", metadata);
        if (!options.dryRun()) {
            if (failing.containsKey(ref)) {
                throw failing.get(ref);
            }
            changed(ref, objects.put(ref, stored), stored);
        }
        return stored;
    }

    private static void validate(Map<String, Object> object) {
        List<Cause> causes = new ArrayList<>();
        if (object.toString().contains("cidr=10.0.0.0/99")) {
            causes.add(new Cause("spec.ingress[0].from[0].ipBlock.cidr", "not a valid CIDR", "FieldValueInvalid"));
        }
        if (!causes.isEmpty()) {
            throw new KubernetesException.Invalid("NetworkPolicy is invalid", causes, CAUSE);
        }
        if (map(object.get("spec")).containsKey("podselector")) {
            throw new KubernetesException.Invalid(
                    "strict decoding error: unknown field \"spec.podselector\"", List.of(), CAUSE);
        }
    }

    private static Map<String, Object> merged(Map<String, Object> before, Map<String, Object> change) {
        Map<String, Object> result = new LinkedHashMap<>(before);
        change.forEach((key, value) -> {
            if (value == null) {
                result.remove(key);
            } else {
                result.put(key, value instanceof Map<?, ?> ? merged(map(result.get(key)), map(value)) : value);
            }
        });
        return result;
    }

    private static String resourceVersion(Map<String, Object> object) {
        return map(object.get("metadata")).get("resourceVersion") instanceof String version ? version : "";
    }

    private static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> result = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> there) {
            there.forEach((key, entry) -> result.put(String.valueOf(key), entry));
        }
        return result;
    }
}
