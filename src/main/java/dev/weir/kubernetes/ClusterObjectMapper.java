package dev.weir.kubernetes;

import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.net.IpAddress;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeStatus;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects that belong to no namespace. */
final class ClusterObjectMapper {
    private ClusterObjectMapper() {}

    static Namespace namespace(io.fabric8.kubernetes.api.model.Namespace namespace) {
        return new Namespace(
                namespace.getMetadata().getName(),
                labels(namespace),
                orEmpty(namespace.getMetadata().getAnnotations()));
    }

    static Node node(io.fabric8.kubernetes.api.model.Node node) {
        NodeStatus status = node.getStatus() == null ? new NodeStatus() : node.getStatus();
        return new Node(new NodeName(node.getMetadata().getName()), labels(node), addresses(status), isReady(status));
    }

    /** Host names are addresses of a node, too, in that list; only numbers concern packets. */
    private static List<IpAddress> addresses(NodeStatus status) {
        return status.getAddresses() == null
                ? List.of()
                : status.getAddresses().stream()
                        .filter(address ->
                                "InternalIP".equals(address.getType()) || "ExternalIP".equals(address.getType()))
                        .map(address -> IpAddress.parse(address.getAddress()))
                        .distinct()
                        .toList();
    }

    private static boolean isReady(NodeStatus status) {
        return status.getConditions() != null
                && status.getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    /** A boolean that is absent is false. */
    static LoggingConfig networkLogging(GenericKubernetesResource object) {
        Long generation = object.getMetadata().getGeneration();
        return new LoggingConfig(
                logSwitch(object, "allow"),
                logSwitch(object, "deny"),
                generation == null ? 0 : generation,
                object.getMetadata().getResourceVersion());
    }

    private static Switch logSwitch(GenericKubernetesResource object, String name) {
        Object action = object.get("spec", "cluster", name);
        return action instanceof Map<?, ?> fields
                ? new Switch(Boolean.TRUE.equals(fields.get("log")), Boolean.TRUE.equals(fields.get("delegate")))
                : Switch.OFF;
    }

    private static Map<String, String> labels(HasMetadata object) {
        return orEmpty(object.getMetadata().getLabels());
    }

    private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
