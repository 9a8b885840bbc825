package dev.weir.policy;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyPort.NamedPort;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Finds the subject of each pod, a namespace at a time and only where it is asked for. */
final class SubjectKeys {
    private final ClusterSnapshot cluster;
    private final Map<String, Map<PodRef, List<NetworkPolicy>>> selecting = new HashMap<>();

    SubjectKeys(ClusterSnapshot cluster) {
        this.cluster = cluster;
    }

    SubjectKey of(Pod pod) {
        String namespace = pod.ref().namespace();
        List<NetworkPolicy> policies =
                selecting.computeIfAbsent(namespace, this::selectingIn).getOrDefault(pod.ref(), List.of());
        return new SubjectKey(policies, namedPorts(pod, policies));
    }

    private Map<PodRef, List<NetworkPolicy>> selectingIn(String namespace) {
        LabelIndex<Pod> pods = new LabelIndex<>(cluster.podsIn(namespace), Pod::labels);
        Map<PodRef, List<NetworkPolicy>> result = new HashMap<>();
        for (NetworkPolicy policy : cluster.policiesIn(namespace)) {
            for (Pod pod : pods.matching(policy.podSelector())) {
                result.computeIfAbsent(pod.ref(), unused -> new ArrayList<>()).add(policy);
            }
        }
        return result;
    }

    private static Map<PortName, SortedSet<Integer>> namedPorts(Pod pod, List<NetworkPolicy> policies) {
        SortedMap<PortName, SortedSet<Integer>> resolved = new TreeMap<>();
        for (NetworkPolicy policy : policies) {
            for (Rule rule : policy.rules(Direction.INGRESS)) {
                for (PolicyPort port : rule.ports()) {
                    if (port.match() instanceof NamedPort named) {
                        resolved.computeIfAbsent(
                                new PortName(named.name(), port.protocol()),
                                name -> NamedPorts.numbers(pod, name.name(), name.protocol()));
                    }
                }
            }
        }
        return resolved;
    }
}
