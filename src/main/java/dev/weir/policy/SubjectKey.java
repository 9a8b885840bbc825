package dev.weir.policy;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyPort.NamedPort;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What makes pods one subject: the policies that select them, in order, and what the named ports of these policies' ingress rules mean on
 * them. The digest is over what the policies say, not over what it comes to in a snapshot: peers come and go, the subject stays.
 */
record SubjectKey(List<NetworkPolicy> policies, Map<PortName, SortedSet<Integer>> namedPorts, Digest digest) {

    /** @param selecting in order */
    static SubjectKey of(List<KnownPolicy> selecting, Replicas replicas) {
        List<NetworkPolicy> policies =
                selecting.stream().map(KnownPolicy::policy).toList();
        Map<PortName, SortedSet<Integer>> ports = NamedPorts.resolved(
                names(policies, Direction.INGRESS), replicas.key().ports());
        return new SubjectKey(policies, ports, digest(selecting, ports));
    }

    private static Digest digest(List<KnownPolicy> selecting, Map<PortName, SortedSet<Integer>> ports) {
        CanonicalContent content = new CanonicalContent("subject").add(selecting.size());
        selecting.forEach(policy -> policy.digest().describe(content));
        content.add(ports.size());
        ports.forEach((name, numbers) ->
                content.add(name.name()).add(name.protocol().number()).add(numbers.toString()));
        return Fingerprints.of(content);
    }

    /** That egress rules resolve on each peer. */
    Set<PortName> egressNames() {
        return names(isolating(Direction.EGRESS), Direction.EGRESS);
    }

    private static Set<PortName> names(List<NetworkPolicy> policies, Direction direction) {
        Set<PortName> names = new TreeSet<>();
        for (NetworkPolicy policy : policies) {
            for (Rule rule : policy.rules(direction)) {
                for (PolicyPort port : rule.ports()) {
                    if (port.match() instanceof NamedPort named) {
                        names.add(new PortName(named.name(), port.protocol()));
                    }
                }
            }
        }
        return names;
    }

    List<NetworkPolicy> isolating(Direction direction) {
        return policies.stream()
                .filter(policy -> policy.types().contains(direction))
                .toList();
    }
}
