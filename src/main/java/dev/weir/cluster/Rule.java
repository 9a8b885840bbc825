package dev.weir.cluster;

import java.util.List;

/** One of a policy's {@code ingress} or {@code egress} rules. An empty list restricts nothing. */
public record Rule(List<Peer> peers, List<PolicyPort> ports) {
    public Rule {
        peers = List.copyOf(peers);
        ports = List.copyOf(ports);
    }
}
