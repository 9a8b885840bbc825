package dev.weir.history;

import dev.weir.cluster.ClusterChange;
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
    private @Nullable ClusterSnapshot last;

    /** @param object null when it is gone */
    record Change(ObjectKey key, @Nullable Object object) {}

    /** What is known from before; {@link #of} then tells only what has changed since. */
    void remember(ObjectKey key, Object object) {
        known.put(key, object);
    }

    List<Change> of(ClusterSnapshot snapshot) {
        List<Change> changes = last == null ? ofEverything(snapshot) : of(snapshot, snapshot.changesSince(last));
        last = snapshot;
        return changes;
    }

    private List<Change> of(ClusterSnapshot snapshot, ClusterChange change) {
        List<Change> changes = new ArrayList<>();
        change.namespaces()
                .forEach(name ->
                        compare(ObjectKey.namespace(name), snapshot.namespace(name), ObjectBody::kept, changes));
        change.nodes().forEach(name -> compare(ObjectKey.of(name), snapshot.node(name), ObjectBody::kept, changes));
        change.pods().forEach(ref -> compare(ObjectKey.of(ref), snapshot.pod(ref), ObjectBody::kept, changes));
        change.policies().forEach(ref -> compare(ObjectKey.of(ref), snapshot.policy(ref), ObjectBody::kept, changes));
        return changes;
    }

    /** The first snapshot of this process is compared with all that is known from before. */
    private List<Change> ofEverything(ClusterSnapshot snapshot) {
        List<Change> changes = new ArrayList<>();
        Map<ObjectKey, Object> gone = new HashMap<>(known);
        compare(snapshot.namespaces(), ObjectKey::of, ObjectBody::kept, gone, changes);
        compare(snapshot.nodes(), ObjectKey::of, ObjectBody::kept, gone, changes);
        compare(snapshot.pods(), ObjectKey::of, ObjectBody::kept, gone, changes);
        compare(snapshot.policies(), ObjectKey::of, ObjectBody::kept, gone, changes);
        gone.keySet().forEach(key -> forget(key, changes));
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
            gone.remove(key);
            compare(key, object, kept, changes);
        }
    }

    private <T> void compare(ObjectKey key, @Nullable T object, UnaryOperator<T> kept, List<Change> changes) {
        if (object == null) {
            forget(key, changes);
            return;
        }
        T part = kept.apply(object);
        if (!part.equals(known.put(key, part))) {
            changes.add(new Change(key, part));
        }
    }

    private void forget(ObjectKey key, List<Change> changes) {
        if (known.remove(key) != null) {
            changes.add(new Change(key, null));
        }
    }
}
