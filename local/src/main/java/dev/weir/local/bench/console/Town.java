package dev.weir.local.bench.console;

import dev.weir.local.api.json.Json;
import dev.weir.local.api.store.ObjectStore;
import dev.weir.local.bench.GeneratedObjects;
import dev.weir.local.bench.GeneratedObjects.RunningPod;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * 50 namespaces of 10 workloads with 10 pods each; in each a default-deny and nine policies for a workload, which admit two workloads here, one
 * of another namespace and a range outside.
 */
final class Town {
    static final int NAMESPACES = 50;
    static final int WORKLOADS = 10;
    static final int REPLICAS = 10;
    static final int NODES = 20;
    static final int PORT = 8080;

    private Town() {}

    static int pods() {
        return NAMESPACES * WORKLOADS * REPLICAS;
    }

    static int policies() {
        return NAMESPACES * WORKLOADS;
    }

    static void create(ObjectStore store) {
        GeneratedObjects objects = new GeneratedObjects(store);
        for (int node = 0; node < NODES; node++) {
            objects.createNode(node);
        }
        for (int namespace = 0; namespace < NAMESPACES; namespace++) {
            objects.createNamespace(namespace(namespace), Map.of("team", team(namespace)));
            objects.createPolicy(namespace(namespace), "default-deny", deny());
            for (int workload = 1; workload < WORKLOADS; workload++) {
                objects.createPolicy(namespace(namespace), workload(workload), admit(namespace, workload, PORT));
            }
        }
        for (int pod = 0; pod < pods(); pod++) {
            objects.createPod(pod(pod));
        }
    }

    static String namespace(int number) {
        return "town-" + number;
    }

    static String workload(int number) {
        return "app-" + number;
    }

    private static String team(int namespace) {
        return "team-" + namespace % 7;
    }

    static RunningPod pod(int number) {
        int namespace = number / (WORKLOADS * REPLICAS);
        int workload = number / REPLICAS % WORKLOADS;
        int replica = number % REPLICAS;
        return new RunningPod(
                namespace(namespace),
                workload(workload) + "-6f9c5d7b8-" + replica,
                workload(workload),
                Map.of("app", workload(workload), "tier", "tier-" + workload % 3, "pod-template-hash", "6f9c5d7b8"),
                (namespace * 7 + replica) % NODES,
                "10." + namespace + "." + workload + "." + (replica + 1));
    }

    private static ObjectNode deny() {
        ObjectNode spec = Json.object();
        spec.putObject("podSelector");
        spec.putArray("policyTypes").add("Ingress").add("Egress");
        return spec;
    }

    static ObjectNode admit(int namespace, int workload, int port) {
        ObjectNode spec = Json.object();
        Json.make(spec, "podSelector", "matchLabels").put("app", workload(workload));
        spec.putArray("policyTypes").add("Ingress").add("Egress");
        ObjectNode ingress = spec.putArray("ingress").addObject();
        ArrayNode from = ingress.putArray("from");
        Json.make(from.addObject(), "podSelector", "matchLabels").put("app", workload(workload - 1));
        Json.make(from.addObject(), "podSelector", "matchLabels").put("app", workload((workload + 3) % WORKLOADS));
        ObjectNode elsewhere = from.addObject();
        Json.make(elsewhere, "namespaceSelector", "matchLabels").put("team", team(namespace + 1));
        Json.make(elsewhere, "podSelector", "matchLabels").put("app", workload(workload));
        ObjectNode outside = Json.make(from.addObject(), "ipBlock").put("cidr", "203.0.113.0/24");
        outside.putArray("except").add("203.0.113." + 16 * (workload % 8) + "/28");
        ingress.putArray("ports").addObject().put("protocol", "TCP").put("port", port);
        spec.putArray("egress").addObject();
        return spec;
    }
}
