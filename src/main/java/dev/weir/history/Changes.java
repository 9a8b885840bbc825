package dev.weir.history;

import dev.weir.cluster.ClusterChange;
import dev.weir.cluster.ClusterSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Tells what a snapshot changes of what is written down. For one thread. */
final class Changes {
    private final LatestVersions written;
    /** Of the snapshots since then; empty = gone. */
    private final Map<ObjectKey, Optional<Object>> unwritten = new HashMap<>();

    private @Nullable ClusterSnapshot last;

    /** @param object null when it is gone */
    record Change(ObjectKey key, @Nullable Object object) {}

    Changes(LatestVersions written) {
        this.written = written;
    }

    List<Change> of(ClusterSnapshot snapshot) {
        List<Change> changes = last == null ? ofEverything(snapshot) : of(snapshot, snapshot.changesSince(last));
        last = snapshot;
        return changes;
    }

    /** All that was told is written down now. */
    void areWritten() {
        unwritten.clear();
    }

    /** What was told could not be written down; the next snapshot is compared with all that is. */
    void areLost() {
        unwritten.clear();
        last = null;
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
        Set<ObjectKey> gone = new HashSet<>(written.copy().objects().keySet());
        compare(snapshot.namespaces(), ObjectKey::of, ObjectBody::kept, gone, changes);
        compare(snapshot.nodes(), ObjectKey::of, ObjectBody::kept, gone, changes);
        compare(snapshot.pods(), ObjectKey::of, ObjectBody::kept, gone, changes);
        compare(snapshot.policies(), ObjectKey::of, ObjectBody::kept, gone, changes);
        gone.forEach(key -> forget(key, changes));
        return changes;
    }

    private <T> void compare(
            Collection<T> objects,
            Function<T, ObjectKey> keyOf,
            UnaryOperator<T> kept,
            Set<ObjectKey> gone,
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
        if (!part.equals(known(key))) {
            unwritten.put(key, Optional.of(part));
            changes.add(new Change(key, part));
        }
    }

    private void forget(ObjectKey key, List<Change> changes) {
        if (known(key) != null) {
            unwritten.put(key, Optional.empty());
            changes.add(new Change(key, null));
        }
    }

    private @Nullable Object known(ObjectKey key) {
        Optional<Object> told = unwritten.get(key);
        return told == null ? written.object(key) : told.orElse(null);
    }
}
