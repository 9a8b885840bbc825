package dev.weir.local.bench.control;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.Catalog;
import dev.weir.local.api.resource.ObjectKey;
import dev.weir.local.api.store.ObjectStore;
import dev.weir.local.api.store.StoredObject;
import dev.weir.local.bench.control.ClusterModel.PodModel;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts the objects of a cluster without nodes into the store of the local Kubernetes API, each as it would be once scheduler and kubelet
 * are done with it: one write a pod.
 */
final class GeneratedCluster {
    private static final String CREATED = "2026-01-01T00:00:00Z";

    private final ObjectStore store;
    private final ClusterModel model;
    private final String namespaces;
    private final String nodes;
    private final String pods;
    private final String policies;

    GeneratedCluster(ObjectStore store, ClusterModel model) {
        Catalog catalog = new Catalog();
        this.store = store;
        this.model = model;
        this.namespaces = catalog.builtin("v1", "Namespace").storage();
        this.nodes = catalog.builtin("v1", "Node").storage();
        this.pods = catalog.builtin("v1", "Pod").storage();
        this.policies = catalog.builtin("networking.k8s.io/v1", "NetworkPolicy").storage();
    }

    void create(Scale scale) {
        for (int namespace = 0; namespace < scale.namespaces(); namespace++) {
            createNamespace(model.namespace(namespace));
        }
        for (int node = 0; node < scale.nodes(); node++) {
            createNode(node);
        }
        model.firstPods().forEach(this::create);
        for (int deployment = 0; deployment < scale.deployments(); deployment++) {
            for (int policy = 0; policy < Scale.POLICIES_A_DEPLOYMENT; policy++) {
                String namespace = model.namespace(deployment);
                store.create(
                        policies,
                        new ObjectKey(namespace, policyName(deployment, policy)),
                        policy(deployment, policy, model.retarget(deployment, policy)));
            }
        }
    }

    private void createNamespace(String name) {
        ObjectNode namespace = object("v1", "Namespace", "", name);
        Json.make(namespace, "metadata", "labels").put("kubernetes.io/metadata.name", name);
        Json.make(namespace, "status").put("phase", "Active");
        store.create(namespaces, new ObjectKey("", name), namespace);
    }

    private void createNode(int number) {
        ObjectNode node = object("v1", "Node", "", nodeName(number));
        Json.make(node, "metadata", "labels").put("kubernetes.io/hostname", nodeName(number));
        Json.make(node, "status")
                .putArray("addresses")
                .addObject()
                .put("type", "InternalIP")
                .put("address", "172." + (16 + number / 65_536) + "." + number / 256 % 256 + "." + number % 256);
        store.create(nodes, new ObjectKey("", nodeName(number)), node);
    }

    static String nodeName(int number) {
        return "node-%05d".formatted(number);
    }

    void create(PodModel pod) {
        String namespace = model.namespace(pod.deployment());
        store.create(pods, new ObjectKey(namespace, pod.name()), tree(pod, namespace));
    }

    private static ObjectNode tree(PodModel pod, String namespace) {
        ObjectNode tree = object("v1", "Pod", namespace, pod.name());
        Json.make(tree, "metadata", "labels").put("group", "load").put("indexing", "id-" + pod.deployment());
        ObjectNode owner =
                Json.make(tree, "metadata").putArray("ownerReferences").addObject();
        owner.put("apiVersion", "apps/v1")
                .put("kind", "ReplicaSet")
                .put("name", "deployment-" + pod.deployment() + "-6f9c5d7b8")
                .put("uid", "rs-" + pod.deployment())
                .put("controller", true);
        ObjectNode spec = Json.make(tree, "spec").put("nodeName", nodeName(pod.node()));
        ObjectNode container =
                spec.putArray("containers").addObject().put("name", "main").put("image", "load:1");
        container.putArray("ports").addObject().put("containerPort", 8080).put("protocol", "TCP");
        ObjectNode status = Json.make(tree, "status").put("phase", "Running").put("podIP", text(pod.address()));
        status.putArray("podIPs").addObject().put("ip", text(pod.address()));
        return tree;
    }

    private static String text(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }

    void delete(PodModel pod) {
        ObjectKey key = new ObjectKey(model.namespace(pod.deployment()), pod.name());
        StoredObject present = store.get(pods, key).orElseThrow();
        store.delete(pods, present);
    }

    /** Writes the policy anew, with another deployment that it admits egress to. */
    void edit(int deployment, int policy, int target) {
        ObjectKey key = new ObjectKey(model.namespace(deployment), policyName(deployment, policy));
        StoredObject present = store.get(policies, key).orElseThrow();
        ObjectNode edited = present.tree().deepCopy();
        edited.set("spec", policy(deployment, policy, target).get("spec"));
        store.replace(policies, present, edited);
    }

    private static String policyName(int deployment, int policy) {
        return "egress-" + deployment + "-" + policy;
    }

    private ObjectNode policy(int deployment, int policy, int target) {
        ObjectNode tree = object(
                "networking.k8s.io/v1", "NetworkPolicy", model.namespace(deployment), policyName(deployment, policy));
        ObjectNode spec = Json.make(tree, "spec");
        Json.make(spec, "podSelector", "matchLabels").put("group", "load").put("indexing", "id-" + deployment);
        spec.putArray("policyTypes").add("Egress");
        ObjectNode peer = spec.putArray("egress").addObject().putArray("to").addObject();
        Json.make(peer, "podSelector", "matchLabels").put("indexing", "id-" + target);
        return tree;
    }

    private static ObjectNode object(String apiVersion, String kind, String namespace, String name) {
        ObjectNode object = Json.object().put("apiVersion", apiVersion).put("kind", kind);
        ObjectNode metadata = Json.make(object, "metadata").put("name", name);
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        metadata.put(
                        "uid",
                        UUID.nameUUIDFromBytes((kind + namespace + "/" + name)
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                .toString())
                .put("creationTimestamp", CREATED)
                .put("generation", 1);
        return object;
    }
}
