package dev.weir.local.kubelet;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** Which node a pod goes to: the ready one that its nodeSelector admits and that has the fewest pods; among equals the first by name. */
final class NodeChoice {

    private NodeChoice() {}

    static Optional<Node> choose(Pod pod, Collection<Node> nodes, Map<String, Integer> podsByNode) {
        return nodes.stream()
                .filter(NodeChoice::schedulable)
                .filter(node -> selectorAdmits(pod, node))
                .min(Comparator.<Node>comparingInt(node -> podsByNode.getOrDefault(name(node), 0))
                        .thenComparing(NodeChoice::name));
    }

    private static boolean schedulable(Node node) {
        boolean cordoned =
                node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable());
        return !cordoned
                && node.getStatus() != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }

    private static boolean selectorAdmits(Pod pod, Node node) {
        Map<String, String> selector = pod.getSpec().getNodeSelector();
        Map<String, String> labels = node.getMetadata().getLabels();
        return selector == null
                || selector.isEmpty()
                || (labels != null && labels.entrySet().containsAll(selector.entrySet()));
    }

    private static String name(Node node) {
        return node.getMetadata().getName();
    }
}
