package dev.weir.kubernetes;

import dev.weir.cluster.ClusterUpdate.ObjectUpdate;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of one kind as values of {@code cluster}. Written by one informer's thread, which also notes what it touches; one other thread
 * takes these notes. An object that cannot be mapped is logged and left out: for a pod that means it stays closed.
 */
final class MappedObjects<T extends HasMetadata, K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(MappedObjects.class);

    private final BiFunction<String, String, K> keys;
    private final Function<T, V> mapper;
    private final Map<K, V> values = new ConcurrentHashMap<>();
    private final Set<K> unmappable = ConcurrentHashMap.newKeySet();
    /** A queue and no set: a set that was large once, as it is at first, takes long to look through for ever. */
    private final Queue<K> touched = new ConcurrentLinkedQueue<>();

    /** @param keys from namespace (empty when it has none) and name */
    MappedObjects(BiFunction<String, String, K> keys, Function<T, V> mapper) {
        this.keys = keys;
        this.mapper = mapper;
    }

    @Nullable
    V get(K key) {
        return values.get(key);
    }

    /** Whether that changed anything that Weir looks at. */
    boolean put(T object) {
        K key = key(object);
        try {
            V value = mapper.apply(object);
            unmappable.remove(key);
            return !value.equals(values.put(key, value)) && touched.add(key);
        } catch (RuntimeException malformed) {
            LOG.warn("{} {} is ignored: {}", object.getKind(), key, malformed.getMessage());
            unmappable.add(key);
            return values.remove(key) != null && touched.add(key);
        }
    }

    boolean remove(T object) {
        K key = key(object);
        unmappable.remove(key);
        return values.remove(key) != null && touched.add(key);
    }

    /** What was touched since this was asked last. Whatever is touched meanwhile comes now or next time, and then as it is then. */
    ObjectUpdate<K, V> takeUpdate() {
        Set<K> taken = new LinkedHashSet<>();
        // Before any value is read: a change after that is a touch of its own.
        for (K key = touched.poll(); key != null; key = touched.poll()) {
            taken.add(key);
        }
        List<V> written = new ArrayList<>();
        List<K> deleted = new ArrayList<>();
        for (K key : taken) {
            V value = values.get(key);
            if (value == null) {
                deleted.add(key);
            } else {
                written.add(value);
            }
        }
        return new ObjectUpdate<>(written, deleted);
    }

    boolean hasSeen(T object) {
        K key = key(object);
        return values.containsKey(key) || unmappable.contains(key);
    }

    private K key(T object) {
        return keys.apply(
                Objects.requireNonNullElse(object.getMetadata().getNamespace(), ""),
                object.getMetadata().getName());
    }
}
