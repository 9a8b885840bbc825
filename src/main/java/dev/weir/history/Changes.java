package dev.weir.history;

import dev.weir.cluster.ClusterSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Remembers the objects of the last snapshot and tells what a new one changes. For one thread. */
final class Changes {
    private final Map<ObjectKey, Object> known = new HashMap<>();

    /** @param object null when it is gone */
    record Change(ObjectKey key, @Nullable Object object) {}

    /** What is known from before; {@link #of} then tells only what has changed since. */
    void remember(ObjectKey key, Object object) {
        known.put(key, object);
    }

    List<Change> of(ClusterSnapshot snapshot) {
        List<Change> changes = new ArrayList<>();
        Map<ObjectKey, Object> gone = new HashMap<>(known);
        compare(snapshot.namespaces(), ObjectKey::of, ObjectBody::kept, gone, changes);
        compare(snapshot.nodes(), ObjectKey::of, ObjectBody::kept, gone, changes);
        compare(snapshot.pods(), ObjectKey::of, ObjectBody::kept, gone, changes);
        compare(snapshot.policies(), ObjectKey::of, ObjectBody::kept, gone, changes);
        gone.keySet().forEach(key -> {
            known.remove(key);
            changes.add(new Change(key, null));
        });
        return changes;
    }

    private <T> void compare(
            Collection<T> objects,
            Function<T, ObjectKey> keyOf,
            UnaryOperator<T> kept,
            Map<ObjectKey, Object> gone,
            List<Change> changes) {
        for (T object : objects) {
            ObjectKey key = keyOf.apply(object);
            T part = kept.apply(object);
            gone.remove(key);
            if (!part.equals(known.put(key, part))) {
                changes.add(new Change(key, part));
            }
        }
    }
}
