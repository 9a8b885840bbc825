package dev.weir.policy;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.PolicyMode;
import dev.weir.kubernetes.Manifests;
import dev.weir.net.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cluster of a scenario without its policies, in layers of which each adds to the one before or replaces its entries:
 *
 * <pre>
 * nodes:      {node-1: [172.30.0.11, "fd00:172:30::11"]}   # [] or nothing: these addresses, by the node's number
 * namespaces: {shop: {team: shop}}                         # labels; kubernetes.io/metadata.name comes by itself, as in Kubernetes
 * pods:
 *   shop/web: {labels: {app: web}, ports: [http tcp 8080]} # on node-1, Running, with the node's next two addresses
 *   shop/old: {labels: {app: web}, node: node-2, at: [10.244.2.9], phase: Succeeded, host: true, deleting: true}
 * outside:    {internet: [203.0.113.7, "2001:db8::7"]}     # names for addresses that belong to nobody
 * </pre>
 *
 * Everything goes through the mappers that the watches use. A pod's namespace that is not listed has no object.
 */
final class ScenarioWorld {
    private static final Set<String> KEYS = Set.of("nodes", "namespaces", "pods", "outside");
    private static final Set<String> POD_KEYS =
            Set.of("labels", "ports", "node", "at", "phase", "host", "deleting", "sidecar");

    private final Map<String, List<String>> nodes = new LinkedHashMap<>();
    private final Map<String, Object> namespaces = new LinkedHashMap<>();
    private final Map<String, Object> pods = new LinkedHashMap<>();
    private final Map<String, List<String>> outside = new LinkedHashMap<>();
    private final Map<String, Integer> lastHost = new HashMap<>();

    private ScenarioWorld() {}

    static ScenarioWorld of(List<Map<String, Object>> layers) {
        ScenarioWorld world = new ScenarioWorld();
        for (Map<String, Object> layer : layers) {
            ScenarioFile.requireOnly("a cluster", layer, KEYS);
            ScenarioFile.map(layer.get("nodes"))
                    .forEach((name, addresses) -> world.nodes.put(name, nodeAddresses(name, texts(addresses))));
            world.namespaces.putAll(ScenarioFile.map(layer.get("namespaces")));
            world.pods.putAll(ScenarioFile.map(layer.get("pods")));
            ScenarioFile.map(layer.get("outside"))
                    .forEach((name, addresses) -> world.outside.put(name, texts(addresses)));
        }
        return world;
    }

    private static List<String> nodeAddresses(String name, List<String> addresses) {
        String number = name.substring(name.lastIndexOf('-') + 1);
        return addresses.isEmpty() ? List.of("172.30.0.1" + number, "fd00:172:30::1" + number) : addresses;
    }

    /**
     * @param policies namespace/name to spec
     * @param modes what the annotation says of a policy, or of a namespace
     */
    ClusterSnapshot with(Map<String, Object> policies, Map<String, Object> modes) {
        Manifests manifests = new Manifests();
        nodes.forEach((name, addresses) -> manifests.add(node(name, addresses)));
        namespaces.forEach(
                (name, labels) -> manifests.add(namespace(name, ScenarioFile.map(labels), mode(modes.get(name)))));
        pods.forEach((name, pod) -> manifests.add(pod(name, ScenarioFile.map(pod))));
        policies.forEach((name, spec) -> manifests.add(object(
                "networking.k8s.io/v1",
                "NetworkPolicy",
                metadata(name, Map.of("annotations", mode(modes.get(name)))),
                Map.of("spec", ScenarioFile.map(spec)))));
        return manifests.snapshot();
    }

    /** The addresses behind a name: of a node, or of something outside the cluster; otherwise it is an address itself. */
    List<IpAddress> addresses(String name) {
        List<String> named = nodes.getOrDefault(name, outside.get(name));
        List<String> texts = named == null ? List.of(name.replace("[", "").replace("]", "")) : named;
        return texts.stream().map(IpAddress::parse).toList();
    }

    private static Map<String, Object> node(String name, List<String> addresses) {
        List<Map<String, Object>> list = addresses.stream()
                .map(address -> Map.<String, Object>of("type", "InternalIP", "address", address))
                .toList();
        return object("v1", "Node", Map.of("name", name), Map.of("status", Map.of("addresses", list)));
    }

    private static Map<String, Object> mode(@Nullable Object word) {
        return word == null ? Map.of() : Map.of(PolicyMode.ANNOTATION, word);
    }

    private static Map<String, Object> namespace(
            String name, Map<String, Object> labels, Map<String, Object> annotations) {
        labels.putIfAbsent("kubernetes.io/metadata.name", name);
        return object("v1", "Namespace", Map.of("name", name, "labels", labels, "annotations", annotations), Map.of());
    }

    private Map<String, Object> pod(String name, Map<String, Object> pod) {
        ScenarioFile.requireOnly("pod " + name, pod, POD_KEYS);
        String node = String.valueOf(pod.getOrDefault("node", "node-1"));
        boolean host = Boolean.TRUE.equals(pod.get("host"));
        Map<String, Object> more = new HashMap<>();
        more.put("labels", ScenarioFile.map(pod.get("labels")));
        more.put("uid", "uid-" + name.replace('/', '-'));
        if (Boolean.TRUE.equals(pod.get("deleting"))) {
            more.put("deletionTimestamp", "2026-01-01T00:00:00Z");
        }
        Map<String, Object> spec = new HashMap<>(Map.of(
                "nodeName", node, "hostNetwork", host, "containers", List.of(container("main", pod.get("ports")))));
        spec.put("initContainers", List.of(container("setup", pod.get("sidecar"))));
        List<Map<String, Object>> addresses = podAddresses(node, host, pod.get("at")).stream()
                .map(address -> Map.<String, Object>of("ip", address))
                .toList();
        Map<String, Object> status =
                Map.of("phase", pod.getOrDefault("phase", "Running"), "podIPs", addresses, "conditions", List.of());
        return object("v1", "Pod", metadata(name, more), Map.of("spec", spec, "status", status));
    }

    /** Init containers with the restart policy of a sidecar. */
    private static Map<String, Object> container(String name, @Nullable Object ports) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (String port : texts(ports)) {
            String[] words = port.split(" ", -1);
            list.add(Map.of(
                    "name",
                    words[0],
                    "protocol",
                    words[1].toUpperCase(Locale.ROOT),
                    "containerPort",
                    Integer.parseInt(words[2])));
        }
        return Map.of("name", name, "restartPolicy", "Always", "ports", list);
    }

    private List<String> podAddresses(String node, boolean host, @Nullable Object declared) {
        if (declared != null) {
            return texts(declared);
        }
        if (host) {
            return nodes.getOrDefault(node, List.of());
        }
        int number = lastHost.merge(node, 1, Integer::sum) + 1;
        String third = node.isEmpty() ? "250" : node.substring(node.lastIndexOf('-') + 1);
        return List.of("10.244." + third + "." + number, "fd00:10:244:" + third + "::" + number);
    }

    private static Map<String, Object> metadata(String name, Map<String, Object> more) {
        Map<String, Object> metadata = new HashMap<>(more);
        metadata.put("namespace", name.substring(0, name.indexOf('/')));
        metadata.put("name", name.substring(name.indexOf('/') + 1));
        return metadata;
    }

    private static Map<String, Object> object(
            String apiVersion, String kind, Map<String, Object> metadata, Map<String, Object> more) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("apiVersion", apiVersion);
        object.put("kind", kind);
        object.put("metadata", metadata);
        object.putAll(more);
        return object;
    }

    private static List<String> texts(@Nullable Object list) {
        return list == null
                ? List.of()
                : ((List<?>) list).stream().map(String::valueOf).toList();
    }
}
