package dev.weir.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an informer must keep of objects that are kept mapped: which there are, and in which version. What it gives back of one is its name and
 * that version, nothing else. The client has such a store, too, but turns every whole object into a tree for it, which a large cluster feels.
 */
final class ListedVersions<T extends HasMetadata> implements ItemStore<T> {
    private final Map<String, String> versions = new ConcurrentHashMap<>();
    private final Supplier<T> kind;

    /** @param kind makes an object without anything in it */
    ListedVersions(Supplier<T> kind) {
        this.kind = kind;
    }

    @Override
    public String getKey(T object) {
        return Cache.metaNamespaceKeyFunc(object);
    }

    @Override
    public @Nullable T put(String key, T object) {
        String version = object.getMetadata().getResourceVersion();
        return known(key, versions.put(key, Objects.requireNonNullElse(version, "")));
    }

    @Override
    public @Nullable T remove(String key) {
        return known(key, versions.remove(key));
    }

    @Override
    public Stream<String> keySet() {
        return versions.keySet().stream();
    }

    @Override
    public Stream<T> values() {
        return versions.entrySet().stream().map(entry -> object(entry.getKey(), entry.getValue()));
    }

    @Override
    public int size() {
        return versions.size();
    }

    @Override
    public @Nullable T get(String key) {
        return known(key, versions.get(key));
    }

    /** So the informer hands on what it has just read, not what it finds here. */
    @Override
    public boolean isFullState() {
        return false;
    }

    private @Nullable T known(String key, @Nullable String version) {
        return version == null ? null : object(key, version);
    }

    private T object(String key, String version) {
        int slash = key.indexOf('/');
        T object = kind.get();
        object.setMetadata(new ObjectMetaBuilder()
                .withNamespace(slash < 0 ? null : key.substring(0, slash))
                .withName(key.substring(slash + 1))
                .withResourceVersion(version)
                .build());
        return object;
    }
}
