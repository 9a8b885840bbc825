package dev.weir.visible;

import dev.weir.audit.Occasion;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterUpdate;
import dev.weir.cluster.ClusterUpdate.ObjectUpdate;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.PolicyTree;
import dev.weir.expectation.ExpectationException;
import dev.weir.expectation.Overriding;
import dev.weir.simulation.PolicyEdits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes of policies, and of what puts them into shadow, that would break an expectation are refused unless their author says why. What a
 * write would come to is what the API server answers to a dry run of it. A dry run itself is not refused.
 */
public final class ExpectedObjects implements KubernetesObjects {
    private final KubernetesObjects objects;
    private final VisibleExpectations expectations;

    /** @param objects with the rights of the caller */
    public ExpectedObjects(KubernetesObjects objects, VisibleExpectations expectations) {
        this.objects = objects;
        this.expectations = expectations;
    }

    @Override
    public ObjectList list(ObjectKind kind, ObjectQuery query) {
        return objects.list(kind, query);
    }

    @Override
    public Map<String, Object> get(ObjectRef ref) {
        return objects.get(ref);
    }

    @Override
    public Map<String, Object> create(ObjectRef ref, Map<String, Object> object, WriteOptions options) {
        return written(ref, options, how -> objects.create(ref, object, how));
    }

    @Override
    public Map<String, Object> replace(ObjectRef ref, Map<String, Object> object, WriteOptions options) {
        return written(ref, options, how -> objects.replace(ref, object, how));
    }

    @Override
    public Map<String, Object> patch(ObjectRef ref, PatchForm form, String patch, WriteOptions options) {
        return written(ref, options, how -> objects.patch(ref, form, patch, how));
    }

    @Override
    public void delete(ObjectRef ref, String resourceVersion, WriteOptions options) {
        if (isFree(ref, options)) {
            objects.delete(ref, resourceVersion, options);
            return;
        }
        objects.delete(ref, resourceVersion, options.asDryRun());
        Optional<Overriding> overriding = demandKept(ref, deletion(ref));
        recorded(overriding, () -> {
            objects.delete(ref, resourceVersion, options);
            return Map.of();
        });
    }

    private Map<String, Object> written(
            ObjectRef ref, WriteOptions options, Function<WriteOptions, Map<String, Object>> write) {
        if (isFree(ref, options)) {
            return write.apply(options);
        }
        Map<String, Object> tried = write.apply(options.asDryRun());
        Optional<Overriding> overriding = demandKept(ref, change(ref, tried));
        return recorded(overriding, () -> write.apply(options));
    }

    /** The change itself says in the history that it overrides something, and why. */
    private Map<String, Object> recorded(Optional<Overriding> overriding, Supplier<Map<String, Object>> write) {
        if (overriding.isEmpty()) {
            return write.get();
        }
        Map<String, Object> written =
                Occasion.also("", overriding.get().inHistory()).during(write);
        expectations.record(overriding.get());
        return written;
    }

    private boolean isFree(ObjectRef ref, WriteOptions options) {
        boolean decides = ref.kind() == ObjectKind.NETWORK_POLICY || ref.kind() == ObjectKind.NAMESPACE;
        return !decides || options.dryRun() || expectations.isOpen();
    }

    private Optional<Overriding> demandKept(ObjectRef ref, UnaryOperator<ClusterSnapshot> change) {
        boolean policy = ref.kind() == ObjectKind.NETWORK_POLICY;
        String what = ref.kind().kind() + " " + (policy ? ref.namespace() + "/" + ref.name() : ref.name());
        return expectations.demandKept(change, what, Set.of(policy ? ref.namespace() : ref.name()));
    }

    private static UnaryOperator<ClusterSnapshot> deletion(ObjectRef ref) {
        PolicyEdits edits = new PolicyEdits().delete(new PolicyRef(ref.namespace(), ref.name()));
        return edits::in;
    }

    private static UnaryOperator<ClusterSnapshot> change(ObjectRef ref, Map<String, Object> object) {
        if (ref.kind() == ObjectKind.NETWORK_POLICY) {
            PolicyEdits edits = new PolicyEdits().apply(policy(object));
            return edits::in;
        }
        Map<String, Object> metadata = PolicyTree.map(object.get("metadata"));
        Namespace namespace =
                new Namespace(ref.name(), texts(metadata.get("labels")), texts(metadata.get("annotations")));
        return cluster -> cluster.after(
                new ClusterUpdate(
                        new ObjectUpdate<>(Set.of(namespace), Set.of()),
                        ObjectUpdate.none(),
                        ObjectUpdate.none(),
                        ObjectUpdate.none(),
                        cluster.declaredLogging(),
                        cluster.logging()),
                cluster.revision() + 1);
    }

    static NetworkPolicy policy(Map<String, Object> object) {
        try {
            return PolicyTree.read(object);
        } catch (IllegalArgumentException notUnderstood) {
            throw new ExpectationException(
                    "This version does not understand the policy, so it cannot tell which expectations"
                            + " would break: " + notUnderstood.getMessage() + ".");
        }
    }

    private static Map<String, String> texts(@Nullable Object tree) {
        Map<String, String> texts = new LinkedHashMap<>();
        PolicyTree.map(tree).forEach((key, value) -> texts.put(key, String.valueOf(value)));
        return texts;
    }
}
