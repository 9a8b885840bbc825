package dev.weir.local.bench.control;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.store.ObjectStore;
import dev.weir.local.bench.GeneratedObjects;
import dev.weir.local.bench.GeneratedObjects.RunningPod;
import dev.weir.local.bench.control.ClusterModel.PodModel;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Writes the objects of the {@link ClusterModel}. */
final class GeneratedCluster {
    private final GeneratedObjects objects;
    private final ClusterModel model;

    GeneratedCluster(ObjectStore store, ClusterModel model) {
        this.objects = new GeneratedObjects(store);
        this.model = model;
    }

    void create(Scale scale) {
        for (int namespace = 0; namespace < scale.namespaces(); namespace++) {
            objects.createNamespace(model.namespace(namespace), Map.of());
        }
        for (int node = 0; node < scale.nodes(); node++) {
            objects.createNode(node);
        }
        model.firstPods().forEach(this::create);
        for (int deployment = 0; deployment < scale.deployments(); deployment++) {
            for (int policy = 0; policy < Scale.POLICIES_A_DEPLOYMENT; policy++) {
                objects.createPolicy(
                        model.namespace(deployment),
                        policyName(deployment, policy),
                        spec(deployment, model.retarget(deployment, policy)));
            }
        }
    }

    void create(PodModel pod) {
        objects.createPod(new RunningPod(
                model.namespace(pod.deployment()),
                pod.name(),
                "deployment-" + pod.deployment(),
                Map.of("group", "load", "indexing", "id-" + pod.deployment()),
                pod.node(),
                text(pod.address())));
    }

    private static String text(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }

    void delete(PodModel pod) {
        objects.deletePod(model.namespace(pod.deployment()), pod.name());
    }

    /** Writes the policy anew, with another deployment that it admits egress to. */
    void edit(int deployment, int policy, int target) {
        objects.editPolicy(model.namespace(deployment), policyName(deployment, policy), spec(deployment, target));
    }

    private static String policyName(int deployment, int policy) {
        return "egress-" + deployment + "-" + policy;
    }

    private static ObjectNode spec(int deployment, int target) {
        ObjectNode spec = Json.object();
        Json.make(spec, "podSelector", "matchLabels").put("group", "load").put("indexing", "id-" + deployment);
        spec.putArray("policyTypes").add("Egress");
        ObjectNode peer = spec.putArray("egress").addObject().putArray("to").addObject();
        Json.make(peer, "podSelector", "matchLabels").put("indexing", "id-" + target);
        return spec;
    }
}
