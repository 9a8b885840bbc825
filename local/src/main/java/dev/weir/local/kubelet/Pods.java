package dev.weir.local.kubelet;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;

/** What the kubelet asks of a Pod object; absent parts read as empty. */
final class Pods {

    private Pods() {}

    static String namespace(Pod pod) {
        return pod.getMetadata().getNamespace();
    }

    static String name(Pod pod) {
        return pod.getMetadata().getName();
    }

    static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }

    static String key(Pod pod) {
        return namespace(pod) + "/" + name(pod);
    }

    /** Empty while the pod has no node. */
    static String node(Pod pod) {
        String node = pod.getSpec().getNodeName();
        return node == null ? "" : node;
    }

    static String phase(Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getPhase() == null
                ? ""
                : pod.getStatus().getPhase();
    }

    static boolean finished(Pod pod) {
        return phase(pod).equals("Succeeded") || phase(pod).equals("Failed");
    }

    static boolean terminating(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    static boolean usesHostNetwork(Pod pod) {
        return Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
    }

    static String annotation(Pod pod, String key) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(key, "");
    }

    static Map<String, String> labels(Pod pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }

    static boolean ready(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }
}
