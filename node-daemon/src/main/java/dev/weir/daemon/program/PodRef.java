package dev.weir.daemon.program;

/** Names a pod. */
public record PodRef(String namespace, String name) implements Comparable<PodRef> {
    @Override
    public int compareTo(PodRef other) {
        var order = namespace.compareTo(other.namespace);
        return order != 0 ? order : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
