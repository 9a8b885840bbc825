package dev.weir.rest;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyRef;

/** What an address names, or that it is not there, as far as the reader may see. */
final class ThereIs {
    private ThereIs() {}

    static Namespace namespace(ClusterSnapshot cluster, String name) {
        Namespace namespace = cluster.namespace(name);
        if (namespace == null) {
            throw ProblemException.notFound("There is no namespace " + name + ".");
        }
        return namespace;
    }

    static NetworkPolicy policy(ClusterSnapshot cluster, String namespace, String name) {
        NetworkPolicy policy = cluster.policy(new PolicyRef(namespace, name));
        if (policy == null) {
            throw ProblemException.notFound("There is no NetworkPolicy " + namespace + "/" + name + ".");
        }
        return policy;
    }
}
