package dev.weir.history;

import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyMode;
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
 * annotations but that of the mode, labels of nodes.
 */
final class ObjectBody {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<LinkedHashMap<String, Object>> TREE = new TypeReference<>() {};

    /** Beside the fields of a spec or of a namespace. */
    private static final String MODE = "mode";

    private ObjectBody() {}

    static Namespace kept(Namespace namespace) {
        return new Namespace(namespace.name(), namespace.labels(), mode(namespace.annotations()));
    }

    static Node kept(Node node) {
        return new Node(node.name(), Map.of(), node.addresses(), true);
    }

    static NetworkPolicy kept(NetworkPolicy policy) {
        return new NetworkPolicy(
                policy.ref(),
                mode(policy.annotations()),
                policy.podSelector(),
                policy.declaredTypes(),
                policy.ingress(),
                policy.egress());
    }

    /** Of all annotations the one that decides. */
    private static Map<String, String> mode(Map<String, String> annotations) {
        String mode = annotations.get(PolicyMode.ANNOTATION);
        return mode == null ? Map.of() : Map.of(PolicyMode.ANNOTATION, mode);
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

    /** What the text of a pod contains whose workload is of that kind. */
    static String mention(String workloadKind) {
        return "\"workload\":[" + JSON.writeValueAsString(workloadKind) + ",";
    }

    static String of(Object object) {
        return JSON.writeValueAsString(
                switch (object) {
                    case Namespace namespace -> withMode(Map.of("labels", namespace.labels()), namespace.annotations());
                    case Node node -> Map.of("addresses", texts(node.addresses()));
                    case Pod pod -> tree(pod);
                    case NetworkPolicy policy -> withMode(PolicyTree.spec(policy), policy.annotations());
                    default -> throw new IllegalArgumentException("has no history: " + object.getClass());
                });
    }

    private static Map<String, Object> withMode(Map<String, Object> tree, Map<String, String> annotations) {
        String mode = annotations.get(PolicyMode.ANNOTATION);
        if (mode == null) {
            return tree;
        }
        Map<String, Object> more = new LinkedHashMap<>(tree);
        more.put(MODE, mode);
        return more;
    }

    private static Map<String, String> modeIn(Map<String, Object> tree) {
        Object mode = tree.get(MODE);
        return mode == null ? Map.of() : Map.of(PolicyMode.ANNOTATION, mode.toString());
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
            case NAMESPACE -> new Namespace(key.name(), strings(tree.get("labels")), modeIn(tree));
            case NODE -> new Node(new NodeName(key.name()), Map.of(), addresses(tree), true);
            case POD -> pod(key, tree);
            case NETWORK_POLICY ->
                PolicyTree.read(Map.of(
                        "metadata",
                        Map.of("namespace", key.namespace(), "name", key.name(), "annotations", modeIn(tree)),
                        "spec",
                        tree));
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
