package dev.weir.cluster;

import dev.weir.net.PortRange;
import dev.weir.net.Protocol;

/** One of a rule's {@code ports}: a protocol and which of its ports. */
public record PolicyPort(Protocol protocol, Match match) {

    /** Which ports. */
    public sealed interface Match {}

    /** {@code port} is absent: "If this field is not provided, this matches all port names and numbers." */
    public record AnyPort() implements Match {}

    /** A number, or with {@code endPort} the numbers from one to the other. */
    public record NumberedPorts(PortRange range) implements Match {}

    /** The container port of that name, on the pod that receives the connection. */
    public record NamedPort(String name) implements Match {}
}
