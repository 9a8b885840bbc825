package dev.weir.cluster;

/** Which object. The namespace is empty for cluster-scoped kinds. */
public record ObjectRef(ObjectKind kind, String namespace, String name) {
    public static ObjectRef policy(PolicyRef ref) {
        return new ObjectRef(ObjectKind.NETWORK_POLICY, ref.namespace(), ref.name());
    }

    public static ObjectRef namespace(String name) {
        return new ObjectRef(ObjectKind.NAMESPACE, "", name);
    }

    /** The one NetworkLogging object that counts. */
    public static ObjectRef networkLogging() {
        return new ObjectRef(ObjectKind.NETWORK_LOGGING, "", "default");
    }

    @Override
    public String toString() {
        return kind.kind() + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
