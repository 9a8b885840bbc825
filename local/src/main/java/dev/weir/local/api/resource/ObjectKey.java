package dev.weir.local.api.resource;

/** Which object of a resource: its namespace ("" for kinds without one) and its name. Ordered as lists are. */
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {

    @Override
    public int compareTo(ObjectKey other) {
        int order = namespace.compareTo(other.namespace);
        return order != 0 ? order : name.compareTo(other.name);
    }
}
