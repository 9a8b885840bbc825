package dev.weir.cluster;

import dev.weir.net.Protocol;
import java.util.List;

/** One of a policy's {@code ingress} or {@code egress} rules. An empty list restricts nothing. */
public record Rule(List<Peer> peers, List<PolicyPort> ports) {
    /** Stands for a rule that cannot be understood: no port has an empty name. */
    public static final Rule MATCHING_NOTHING =
            new Rule(List.of(), List.of(new PolicyPort(Protocol.TCP, new PolicyPort.NamedPort(""))));

    public Rule {
        peers = List.copyOf(peers);
        ports = List.copyOf(ports);
    }
}
