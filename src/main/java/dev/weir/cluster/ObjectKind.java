package dev.weir.cluster;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The kinds of Kubernetes objects that pages and programs reach through {@link KubernetesObjects}. */
public enum ObjectKind {
    NETWORK_POLICY("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true),
    NETWORK_LOGGING("networking.gke.io", "v1alpha1", "NetworkLogging", "networkloggings", false),
    NAMESPACE("", "v1", "Namespace", "namespaces", false),
    POD("", "v1", "Pod", "pods", true),
    NODE("", "v1", "Node", "nodes", false),
    SERVICE("", "v1", "Service", "services", true),
    ENDPOINT_SLICE("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true),
    EVENT("", "v1", "Event", "events", true);

    private final String group;
    private final String version;
    private final String kind;
    private final String plural;
    private final boolean namespaced;

    ObjectKind(String group, String version, String kind, String plural, boolean namespaced) {
        this.group = group;
        this.version = version;
        this.kind = kind;
        this.plural = plural;
        this.namespaced = namespaced;
    }

    /** The API group; empty for the core group. */
    public String group() {
        return group;
    }

    public String version() {
        return version;
    }

    public String kind() {
        return kind;
    }

    public String plural() {
        return plural;
    }

    public boolean namespaced() {
        return namespaced;
    }

    /** As in the field {@code apiVersion}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    public static @Nullable ObjectKind ofPlural(String plural) {
        return Arrays.stream(values())
                .filter(kind -> kind.plural.equals(plural))
                .findFirst()
                .orElse(null);
    }
}
