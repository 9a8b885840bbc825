package dev.weir.daemon.program;

import dev.weir.daemon.net.Address;
import java.util.List;

/**
 * A pod of this node whose traffic is enforced.
 *
 * @param uid of the pod object; a pod of the same name with another uid is another pod
 * @param subject fingerprint
 */
public record EndpointProgram(PodRef pod, String uid, List<Address> addresses, long subject) {
    public EndpointProgram {
        addresses = List.copyOf(addresses);
    }
}
