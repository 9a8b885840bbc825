package dev.weir.program;

/** A pod as the key of an endpoint. */
public record PodName(String namespace, String name) implements Comparable<PodName> {
    @Override
    public int compareTo(PodName other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
