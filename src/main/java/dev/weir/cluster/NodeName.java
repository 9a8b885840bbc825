package dev.weir.cluster;

/** Which node, by the name of its Node object, which its daemon says in its first message. */
public record NodeName(String value) implements Comparable<NodeName> {
    @Override
    public int compareTo(NodeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
