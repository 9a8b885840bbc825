package dev.weir.local.bench;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.Catalog;
import dev.weir.local.api.resource.ObjectKey;
import dev.weir.local.api.store.ObjectStore;
import dev.weir.local.api.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts the objects of a cluster without nodes into the store of the local Kubernetes API, each as it would be once scheduler and kubelet
 * are done with it: one write a pod.
 */
public final class GeneratedObjects {
    private static final String CREATED = "2026-01-01T00:00:00Z";

    private final ObjectStore store;
    private final String namespaces;
    private final String nodes;
    private final String pods;
    private final String policies;

    public GeneratedObjects(ObjectStore store) {
        Catalog catalog = new Catalog();
        this.store = store;
        this.namespaces = catalog.builtin("v1", "Namespace").storage();
        this.nodes = catalog.builtin("v1", "Node").storage();
        this.pods = catalog.builtin("v1", "Pod").storage();
        this.policies = catalog.builtin("networking.k8s.io/v1", "NetworkPolicy").storage();
    }

    /** @param labels beside the one with its name */
    public void createNamespace(String name, Map<String, String> labels) {
        ObjectNode namespace = object("v1", "Namespace", "", name);
        labels.forEach(Json.make(namespace, "metadata", "labels").put("kubernetes.io/metadata.name", name)::put);
        Json.make(namespace, "status").put("phase", "Active");
        store.create(namespaces, new ObjectKey("", name), namespace);
    }

    public void createNode(int number) {
        ObjectNode node = object("v1", "Node", "", nodeName(number));
        Json.make(node, "metadata", "labels").put("kubernetes.io/hostname", nodeName(number));
        Json.make(node, "status")
                .putArray("addresses")
                .addObject()
                .put("type", "InternalIP")
                .put("address", "172." + (16 + number / 65_536) + "." + number / 256 % 256 + "." + number % 256);
        store.create(nodes, new ObjectKey("", nodeName(number)), node);
    }

    public static String nodeName(int number) {
        return "node-%05d".formatted(number);
    }

    /** @param workload name of its Deployment */
    public record RunningPod(
            String namespace, String name, String workload, Map<String, String> labels, int node, String address) {}

    public void createPod(RunningPod pod) {
        ObjectNode tree = object("v1", "Pod", pod.namespace(), pod.name());
        pod.labels().forEach(Json.make(tree, "metadata", "labels")::put);
        Json.make(tree, "metadata")
                .put("generateName", pod.workload() + "-6f9c5d7b8-")
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "apps/v1")
                .put("kind", "ReplicaSet")
                .put("name", pod.workload() + "-6f9c5d7b8")
                .put("uid", "rs-" + pod.namespace() + "-" + pod.workload())
                .put("controller", true);
        ObjectNode container = Json.make(tree, "spec")
                .put("nodeName", nodeName(pod.node()))
                .putArray("containers")
                .addObject()
                .put("name", "main")
                .put("image", "load:1");
        container.putArray("ports").addObject().put("containerPort", 8080).put("protocol", "TCP");
        ObjectNode status = Json.make(tree, "status").put("phase", "Running").put("podIP", pod.address());
        status.putArray("podIPs").addObject().put("ip", pod.address());
        store.create(pods, new ObjectKey(pod.namespace(), pod.name()), tree);
    }

    public void deletePod(String namespace, String name) {
        store.delete(pods, present(pods, namespace, name));
    }

    public void createPolicy(String namespace, String name, ObjectNode spec) {
        ObjectNode policy = object("networking.k8s.io/v1", "NetworkPolicy", namespace, name);
        policy.set("spec", spec);
        store.create(policies, new ObjectKey(namespace, name), policy);
    }

    public void editPolicy(String namespace, String name, ObjectNode spec) {
        StoredObject present = present(policies, namespace, name);
        ObjectNode edited = present.tree().deepCopy();
        edited.set("spec", spec);
        store.replace(policies, present, edited);
    }

    private StoredObject present(String kind, String namespace, String name) {
        return store.get(kind, new ObjectKey(namespace, name)).orElseThrow();
    }

    private static ObjectNode object(String apiVersion, String kind, String namespace, String name) {
        ObjectNode object = Json.object().put("apiVersion", apiVersion).put("kind", kind);
        ObjectNode metadata = Json.make(object, "metadata").put("name", name);
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        String path = kind + namespace + "/" + name;
        metadata.put(
                        "uid",
                        UUID.nameUUIDFromBytes(path.getBytes(StandardCharsets.UTF_8))
                                .toString())
                .put("creationTimestamp", CREATED)
                .put("generation", 1);
        return object;
    }
}
