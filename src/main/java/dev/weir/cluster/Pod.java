package dev.weir.cluster;

import dev.weir.net.IpAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pod.
 *
 * @param node where it is scheduled; null while it is not
 * @param declaredAddresses {@code status.podIPs}; see {@link #addresses}
 * @param workload its controlling owner; null when it has none
 */
public record Pod(
        PodRef ref,
        String uid,
        Map<String, String> labels,
        @Nullable NodeName node,
        List<IpAddress> declaredAddresses,
        boolean hostNetwork,
        PodPhase phase,
        boolean ready,
        @Nullable Workload workload,
        List<ContainerPort> ports) {

    public Pod {
        labels = Labels.ordered(labels);
        declaredAddresses = List.copyOf(declaredAddresses);
        ports = List.copyOf(ports);
    }

    /** The addresses at which this pod can be a peer. A host-network pod has those of its node, which are the node's, not its own. */
    public List<IpAddress> addresses() {
        return phase.isOver() || hostNetwork ? List.of() : declaredAddresses;
    }

    /** Of its name alone, which is enough to spread pods, and far less than of all its labels and ports. */
    @Override
    public int hashCode() {
        return ref.hashCode();
    }

    /** Whether policies are enforced for it: it runs, and has its own network. */
    public boolean isEnforced() {
        return node != null && !hostNetwork && !phase.isOver();
    }
}
