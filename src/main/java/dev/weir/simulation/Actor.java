package dev.weir.simulation;

import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.net.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who stands at one end when a connection is judged: an address, and the pod that has it, if one has. */
public record Actor(IpAddress address, @Nullable Pod pod) {

    /** The pod at that address and no other, as if it ran. */
    public static Actor of(Pod pod, IpAddress address) {
        List<IpAddress> only = List.of(address);
        boolean isSo =
                pod.phase() == PodPhase.RUNNING && pod.declaredAddresses().equals(only);
        return new Actor(address, isSo ? pod : running(pod, only));
    }

    private static Pod running(Pod pod, List<IpAddress> addresses) {
        return new Pod(
                pod.ref(),
                pod.uid(),
                pod.labels(),
                pod.node(),
                addresses,
                pod.hostNetwork(),
                PodPhase.RUNNING,
                true,
                pod.workload(),
                pod.ports());
    }

    /** Of the address only: that tells actors apart, and a pod's would go through all its labels. */
    @Override
    public int hashCode() {
        return address.hashCode();
    }
}
