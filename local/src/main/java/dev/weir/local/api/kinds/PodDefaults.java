package dev.weir.local.api.kinds;

import dev.weir.local.api.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a pod says when it does not say it: the values that {@code kubectl get -o yaml} shows. */
final class PodDefaults {

    private static final List<String> UNREADY_TAINTS =
            List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");

    private PodDefaults() {}

    static void apply(ObjectNode pod) {
        ObjectNode spec = Json.make(pod, "spec");
        Json.setDefault(spec, "restartPolicy", "Always");
        Json.setDefault(spec, "dnsPolicy", "ClusterFirst");
        Json.setDefault(spec, "schedulerName", "default-scheduler");
        Json.setDefault(spec, "terminationGracePeriodSeconds", 30);
        Json.setDefault(spec, "securityContext", Json.object());
        if (Json.at(spec, "enableServiceLinks") == null) {
            spec.put("enableServiceLinks", true);
        }
        List<JsonNode> containers =
                new ArrayList<>(Json.list(spec, "containers").values());
        containers.addAll(Json.list(spec, "initContainers").values());
        containers.forEach(container -> applyToContainer((ObjectNode) container, Json.flag(spec, "hostNetwork")));
        ObjectNode status = Json.make(pod, "status");
        Json.setDefault(status, "phase", "Pending");
        Json.setDefault(status, "qosClass", qosClass(containers));
    }

    /** What the cluster adds to a new pod; it belongs to no writer. */
    static void admit(ObjectNode pod) {
        ObjectNode spec = Json.make(pod, "spec");
        Json.setDefault(spec, "preemptionPolicy", "PreemptLowerPriority");
        Json.setDefault(spec, "priority", 0);
        tolerateUnreadyNodes(spec);
    }

    private static void applyToContainer(ObjectNode container, boolean hostNetwork) {
        String image = Json.text(container, "image");
        String tag = image.substring(image.lastIndexOf('/') + 1);
        boolean latest = !tag.contains("@") && (!tag.contains(":") || tag.endsWith(":latest"));
        Json.setDefault(container, "imagePullPolicy", latest ? "Always" : "IfNotPresent");
        Json.setDefault(container, "terminationMessagePath", "/dev/termination-log");
        Json.setDefault(container, "terminationMessagePolicy", "File");
        Json.setDefault(container, "resources", Json.object());
        for (JsonNode port : Json.list(container, "ports")) {
            Json.setDefault((ObjectNode) port, "protocol", "TCP");
            if (hostNetwork && port.has("containerPort")) {
                Json.setDefault((ObjectNode) port, "hostPort", Json.number(port, "containerPort"));
            }
        }
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            if (container.get(probe) instanceof ObjectNode given) {
                applyToProbe(given);
            }
        }
    }

    private static void applyToProbe(ObjectNode probe) {
        Json.setDefault(probe, "failureThreshold", 3);
        Json.setDefault(probe, "periodSeconds", 10);
        Json.setDefault(probe, "successThreshold", 1);
        Json.setDefault(probe, "timeoutSeconds", 1);
        if (probe.get("httpGet") instanceof ObjectNode get) {
            Json.setDefault(get, "path", "/");
            Json.setDefault(get, "scheme", "HTTP");
        }
    }

    private static void tolerateUnreadyNodes(ObjectNode spec) {
        ArrayNode tolerations = Json.list(spec, "tolerations").deepCopy();
        for (String taint : UNREADY_TAINTS) {
            boolean tolerated = false;
            for (JsonNode toleration : tolerations) {
                String key = Json.text(toleration, "key");
                tolerated |= key.equals(taint)
                        || key.isEmpty() && Json.text(toleration, "operator").equals("Exists");
            }
            if (!tolerated) {
                tolerations
                        .addObject()
                        .put("effect", "NoExecute")
                        .put("key", taint)
                        .put("operator", "Exists")
                        .put("tolerationSeconds", 300);
            }
        }
        spec.set("tolerations", tolerations);
    }

    private static String qosClass(List<JsonNode> containers) {
        boolean any = false;
        boolean all = true;
        for (JsonNode container : containers) {
            ObjectNode limits = Json.map(container, "resources", "limits");
            ObjectNode requests = Json.map(container, "resources", "requests");
            any |= !limits.isEmpty() || !requests.isEmpty();
            all &= limits.has("cpu") && limits.has("memory") && (requests.isEmpty() || requests.equals(limits));
        }
        return !any ? "BestEffort" : all ? "Guaranteed" : "Burstable";
    }
}
