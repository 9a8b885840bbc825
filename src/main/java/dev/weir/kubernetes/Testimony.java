package dev.weir.kubernetes;

import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.ObjectWitness;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells a witness what an informer says of one kind. */
@FunctionalInterface
interface Testimony<T extends HasMetadata> {

    /** @param before null when it was not known; @param now null when it is gone */
    void tell(@Nullable T before, @Nullable T now);

    /** Of a kind whose changes nobody wants to know. */
    static <T extends HasMetadata> Testimony<T> none() {
        return (before, now) -> {};
    }

    static <T extends HasMetadata> Testimony<T> of(
            ObjectKind kind, KubernetesSerialization serialization, ObjectWitness witness) {
        return (before, now) -> {
            T any = Objects.requireNonNull(now == null ? before : now);
            ObjectRef ref = new ObjectRef(
                    kind,
                    Objects.requireNonNullElse(any.getMetadata().getNamespace(), ""),
                    any.getMetadata().getName());
            witness.saw(ref, tree(before, serialization), tree(now, serialization));
        };
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Map<String, Object> tree(
            @Nullable HasMetadata object, KubernetesSerialization serialization) {
        return object == null ? null : serialization.convertValue(object, Map.class);
    }
}
