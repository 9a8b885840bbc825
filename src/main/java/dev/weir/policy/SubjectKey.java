package dev.weir.policy;

import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyPort.NamedPort;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.program.IsolationMode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What makes pods one subject: the policies that select them, in order, and what the named ports of these policies' ingress rules mean on
 * them. The digest is over what the policies say, not over what it comes to in a snapshot: peers come and go, the subject stays.
 */
record SubjectKey(List<KnownPolicy> selecting, Map<PortName, SortedSet<Integer>> namedPorts, Digest digest) {

    /** @param selecting in order */
    static SubjectKey of(List<KnownPolicy> selecting, Replicas replicas) {
        // Rules of a direction that a policy does not isolate say nothing, and what they name tells no pods apart.
        List<KnownPolicy> isolating = selecting.stream()
                .filter(known -> known.isolates(Direction.INGRESS))
                .toList();
        Map<PortName, SortedSet<Integer>> ports = NamedPorts.resolved(
                names(isolating, Direction.INGRESS), replicas.key().ports());
        return new SubjectKey(selecting, ports, digest(selecting, ports));
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
        return names(judging(Direction.EGRESS), Direction.EGRESS);
    }

    private static Set<PortName> names(List<KnownPolicy> policies, Direction direction) {
        Set<PortName> names = new TreeSet<>();
        for (KnownPolicy known : policies) {
            for (Rule rule : known.policy().rules(direction)) {
                for (PolicyPort port : rule.ports()) {
                    if (port.match() instanceof NamedPort named) {
                        names.add(new PortName(named.name(), port.protocol()));
                    }
                }
            }
        }
        return names;
    }

    /** One policy that is enforced is enough: whatever those in shadow add to it, they can only admit more. */
    IsolationMode isolation(Direction direction) {
        IsolationMode strictest = IsolationMode.NONE;
        for (KnownPolicy known : selecting) {
            if (known.isolates(direction)) {
                if (!known.isInShadow()) {
                    return IsolationMode.ENFORCED;
                }
                strictest = IsolationMode.SHADOW;
            }
        }
        return strictest;
    }

    /** The policies that decide in that direction: those that are enforced or, where none isolates, those in shadow. */
    List<KnownPolicy> judging(Direction direction) {
        return selecting.stream().filter(known -> judges(known, direction)).toList();
    }

    boolean judges(KnownPolicy known, Direction direction) {
        return known.isolates(direction) && known.isInShadow() == (isolation(direction) == IsolationMode.SHADOW);
    }
}
