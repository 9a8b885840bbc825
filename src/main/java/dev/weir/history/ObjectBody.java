package dev.weir.history;

import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyTree;
import dev.weir.cluster.Workload;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * An object as the text of one version. What explains no verdict is left out, so that it makes no version: whether a pod or a node is ready,
 * annotations, labels of nodes.
 */
final class ObjectBody {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<LinkedHashMap<String, Object>> TREE = new TypeReference<>() {};

    private ObjectBody() {}

    static Namespace kept(Namespace namespace) {
        return new Namespace(namespace.name(), namespace.labels(), Map.of());
    }

    static Node kept(Node node) {
        return new Node(node.name(), Map.of(), node.addresses(), true);
    }

    static NetworkPolicy kept(NetworkPolicy policy) {
        return new NetworkPolicy(
                policy.ref(),
                Map.of(),
                policy.podSelector(),
                policy.declaredTypes(),
                policy.ingress(),
                policy.egress());
    }

    static Pod kept(Pod pod) {
        return new Pod(
                pod.ref(),
                pod.uid(),
                pod.labels(),
                pod.node(),
                pod.declaredAddresses(),
                pod.hostNetwork(),
                pod.phase(),
                true,
                pod.workload(),
                pod.ports());
    }

    static String of(Object object) {
        return JSON.writeValueAsString(
                switch (object) {
                    case Namespace namespace -> Map.of("labels", namespace.labels());
                    case Node node -> Map.of("addresses", texts(node.addresses()));
                    case Pod pod -> tree(pod);
                    case NetworkPolicy policy -> PolicyTree.spec(policy);
                    default -> throw new IllegalArgumentException("has no history: " + object.getClass());
                });
    }

    private static Map<String, Object> tree(Pod pod) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("uid", pod.uid());
        tree.put("labels", pod.labels());
        tree.put("addresses", texts(pod.declaredAddresses()));
        tree.put("phase", pod.phase().name());
        if (pod.node() != null) {
            tree.put("node", pod.node().value());
        }
        if (pod.hostNetwork()) {
            tree.put("hostNetwork", true);
        }
        if (pod.workload() != null) {
            tree.put("workload", List.of(pod.workload().kind(), pod.workload().name()));
        }
        if (!pod.ports().isEmpty()) {
            tree.put("ports", pod.ports().stream().map(ObjectBody::text).toList());
        }
        return tree;
    }

    private static String text(ContainerPort port) {
        return port.protocol() + "/" + port.port() + "/" + port.name();
    }

    private static List<String> texts(List<IpAddress> addresses) {
        return addresses.stream().map(IpAddress::toString).toList();
    }

    /** One of the four that {@link #of} writes. */
    static Object read(ObjectKey key, String body) {
        Map<String, Object> tree = JSON.readValue(body, TREE);
        return switch (key.kind()) {
            case NAMESPACE -> new Namespace(key.name(), strings(tree.get("labels")), Map.of());
            case NODE -> new Node(new NodeName(key.name()), Map.of(), addresses(tree), true);
            case POD -> pod(key, tree);
            case NETWORK_POLICY ->
                PolicyTree.read(
                        Map.of("metadata", Map.of("namespace", key.namespace(), "name", key.name()), "spec", tree));
            default -> throw new IllegalArgumentException("has no history: " + key);
        };
    }

    private static Pod pod(ObjectKey key, Map<String, Object> tree) {
        List<String> workload = list(tree.get("workload")).toList();
        Object node = tree.get("node");
        return new Pod(
                new PodRef(key.namespace(), key.name()),
                String.valueOf(tree.get("uid")),
                strings(tree.get("labels")),
                node == null ? null : new NodeName(node.toString()),
                addresses(tree),
                Boolean.TRUE.equals(tree.get("hostNetwork")),
                PodPhase.valueOf(String.valueOf(tree.get("phase"))),
                true,
                workload.isEmpty() ? null : new Workload(workload.get(0), workload.get(1)),
                list(tree.get("ports")).map(ObjectBody::port).toList());
    }

    private static ContainerPort port(String text) {
        String[] parts = text.split("/", 3);
        return new ContainerPort(parts[2], Protocol.parse(parts[0]), Integer.parseInt(parts[1]));
    }

    private static List<IpAddress> addresses(Map<String, Object> tree) {
        return list(tree.get("addresses")).map(IpAddress::parse).toList();
    }

    private static Stream<String> list(@Nullable Object value) {
        return value instanceof List<?> list ? list.stream().map(String::valueOf) : Stream.empty();
    }

    private static Map<String, String> strings(@Nullable Object value) {
        return PolicyTree.map(value).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
    }
}
