package dev.weir.policy;

import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;

/** The first packet of a connection, after service translation. The port is 0 where the protocol has none. */
public record Packet(IpAddress source, IpAddress destination, Protocol protocol, int destinationPort) {
    @Override
    public String toString() {
        return protocol + " " + source + " -> " + destination + ":" + destinationPort;
    }
}
