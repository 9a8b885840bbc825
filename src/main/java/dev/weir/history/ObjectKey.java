package dev.weir.history;

import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;

/** Which object has a history. */
public record ObjectKey(ObjectKind kind, String namespace, String name) {
    static ObjectKey of(Namespace namespace) {
        return namespace(namespace.name());
    }

    static ObjectKey of(Node node) {
        return of(node.name());
    }

    static ObjectKey of(NodeName name) {
        return new ObjectKey(ObjectKind.NODE, "", name.value());
    }

    static ObjectKey of(Pod pod) {
        return of(pod.ref());
    }

    static ObjectKey of(NetworkPolicy policy) {
        return of(policy.ref());
    }

    public static ObjectKey of(PodRef ref) {
        return new ObjectKey(ObjectKind.POD, ref.namespace(), ref.name());
    }

    public static ObjectKey of(PolicyRef ref) {
        return new ObjectKey(ObjectKind.NETWORK_POLICY, ref.namespace(), ref.name());
    }

    public static ObjectKey namespace(String name) {
        return new ObjectKey(ObjectKind.NAMESPACE, "", name);
    }
}
