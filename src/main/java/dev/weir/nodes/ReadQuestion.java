package dev.weir.nodes;

import dev.weir.net.IpAddress;
import java.util.List;

/**
 * Asks a daemon what its kernel has for a pod.
 *
 * @param id the answer has the same
 * @param addresses of the pod
 * @param most entries of each map that the answer may have
 */
public record ReadQuestion(long id, List<IpAddress> addresses, int most) {
    public ReadQuestion {
        addresses = List.copyOf(addresses);
    }
}
