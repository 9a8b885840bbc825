package dev.weir.kubernetes;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Node;
import dev.weir.cluster.Pod;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes a snapshot of manifests by the same mappers as the watches. */
public final class Manifests {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    /** The same objects stand in many scenarios, and reading one takes long. */
    private static final Map<Map<String, Object>, HasMetadata> READ = new ConcurrentHashMap<>();

    private final List<Namespace> namespaces = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Pod> pods = new ArrayList<>();
    private final List<NetworkPolicy> policies = new ArrayList<>();

    public void add(Map<String, Object> manifest) {
        add(READ.computeIfAbsent(manifest, unread -> YAML.unmarshal(YAML.asJson(unread))));
    }

    private void add(HasMetadata object) {
        switch (object) {
            case io.fabric8.kubernetes.api.model.Namespace namespace ->
                namespaces.add(ClusterObjectMapper.namespace(namespace));
            case io.fabric8.kubernetes.api.model.Node node -> nodes.add(ClusterObjectMapper.node(node));
            case io.fabric8.kubernetes.api.model.Pod pod -> pods.add(PodMapper.fromFabric8(pod));
            case io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy policy ->
                policies.add(NetworkPolicyMapper.fromFabric8(policy));
            default -> throw new IllegalArgumentException("not for a scenario: " + object.getKind());
        }
    }

    public ClusterSnapshot snapshot() {
        return ClusterSnapshot.of(
                1, new ClusterContents(namespaces, nodes, pods, policies, LoggingConfig.ABSENT, LoggingConfig.ABSENT));
    }
}
