package dev.weir.nodes;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.policy.Compilation;
import dev.weir.program.EndpointProgram;
import dev.weir.program.NodeProgram;
import dev.weir.program.PodName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts the nodes on which a policy is in force. */
final class EnforcementCount {
    private EnforcementCount() {}

    /** @param basis what was compiled last; null when that does not know the policy as it is now */
    static Enforcement of(
            ClusterSnapshot snapshot,
            @Nullable NetworkPolicy policy,
            @Nullable Compilation basis,
            Function<NodeName, @Nullable TrackedNode> nodes) {
        if (policy == null) {
            return new Enforcement(0, 0);
        }
        Map<NodeName, List<Pod>> concerned = snapshot.podsIn(policy.ref().namespace()).stream()
                .filter(pod -> pod.isEnforced() && policy.selects(pod))
                .collect(Collectors.groupingBy(Pod::node, TreeMap::new, Collectors.toList()));
        long inForce = concerned.entrySet().stream()
                .filter(entry -> basis != null
                        && isInForce(basis.program(entry.getKey()), nodes.apply(entry.getKey()), entry.getValue()))
                .count();
        return new Enforcement((int) inForce, concerned.size());
    }

    private static boolean isInForce(NodeProgram desired, @Nullable TrackedNode node, List<Pod> pods) {
        if (node == null) {
            return false;
        }
        NodeProgram actual = node.inForce();
        return pods.stream()
                .map(pod -> new PodName(pod.ref().namespace(), pod.ref().name()))
                .allMatch(pod -> sameSubject(
                        desired.endpoints().get(pod), actual.endpoints().get(pod)));
    }

    private static boolean sameSubject(@Nullable EndpointProgram wanted, @Nullable EndpointProgram actual) {
        return wanted != null && actual != null && wanted.subject() == actual.subject();
    }
}
