package dev.weir.program;

import dev.weir.net.IpAddress;
import java.util.List;

/** A pod of the node whose traffic is enforced, and the subject it is judged as. */
public record EndpointProgram(PodName pod, String uid, List<IpAddress> addresses, long subject) {
    public EndpointProgram {
        addresses = addresses.stream().sorted().toList();
    }
}
