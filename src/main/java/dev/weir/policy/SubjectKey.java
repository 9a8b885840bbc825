package dev.weir.policy;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.net.Direction;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * What makes pods one subject: the policies that select them, in order, and what the named ports of these policies' ingress rules mean on
 * them.
 */
record SubjectKey(List<NetworkPolicy> policies, Map<PortName, SortedSet<Integer>> namedPorts) {
    SubjectKey {
        policies = List.copyOf(policies);
    }

    List<NetworkPolicy> isolating(Direction direction) {
        return policies.stream()
                .filter(policy -> policy.types().contains(direction))
                .toList();
    }
}
