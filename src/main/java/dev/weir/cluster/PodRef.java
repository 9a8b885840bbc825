package dev.weir.cluster;

import org.jspecify.annotations.Nullable;

/** Which pod. */
public record PodRef(String namespace, String name) implements Comparable<PodRef> {
    @Override
    public int compareTo(PodRef other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }

    /** Written out for the reason that {@link dev.weir.net.IpAddress#equals} has. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PodRef ref && name.equals(ref.name) && namespace.equals(ref.namespace);
    }

    @Override
    public int hashCode() {
        return 31 * namespace.hashCode() + name.hashCode();
    }
}
