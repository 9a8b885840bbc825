package dev.weir.program;

/** A policy as records name it. */
public record PolicyName(String namespace, String name) implements Comparable<PolicyName> {
    @Override
    public int compareTo(PolicyName other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
