package dev.weir.cluster;

/** Which NetworkPolicy. */
public record PolicyRef(String namespace, String name) implements Comparable<PolicyRef> {
    @Override
    public int compareTo(PolicyRef other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
