package dev.weir.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of one kind as values of {@code cluster}. Written by one informer's thread. An object that cannot be mapped is logged and left
 * out: for a pod that means it stays closed.
 */
final class MappedObjects<T extends HasMetadata, V> {
    private static final Logger LOG = LoggerFactory.getLogger(MappedObjects.class);

    private final Function<T, V> mapper;
    private final Map<String, V> values = new ConcurrentHashMap<>();
    private final Set<String> unmappable = ConcurrentHashMap.newKeySet();

    MappedObjects(Function<T, V> mapper) {
        this.mapper = mapper;
    }

    Map<String, V> values() {
        return values;
    }

    /** Whether that changed anything that Weir looks at. */
    boolean put(T object) {
        String key = key(object);
        try {
            V value = mapper.apply(object);
            unmappable.remove(key);
            return !value.equals(values.put(key, value));
        } catch (RuntimeException malformed) {
            LOG.warn("{} {} is ignored: {}", object.getKind(), key, malformed.getMessage());
            unmappable.add(key);
            return values.remove(key) != null;
        }
    }

    boolean remove(T object) {
        String key = key(object);
        unmappable.remove(key);
        return values.remove(key) != null;
    }

    boolean hasSeen(T object) {
        String key = key(object);
        return values.containsKey(key) || unmappable.contains(key);
    }

    private static String key(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getNamespace(), "") + "/"
                + object.getMetadata().getName();
    }
}
