package dev.weir.daemon.flow;

import dev.weir.daemon.layout.Spoof;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;

/**
 * What a record is about. The source is who opened the connection.
 *
 * @param ports 0 where the protocol has none
 * @param protocol IANA number
 * @param direction from the view of the pod whose policy judged
 */
public record Connection(Address source, Address destination, Ports ports, int protocol, Direction direction) {
    public record Ports(int source, int destination) {
        public static final Ports NONE = new Ports(0, 0);

        /** The datapath puts an ICMP echo's identifier where others have ports. */
        static Ports of(int protocol, int source, int destination) {
            return switch (protocol) {
                case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP -> new Ports(source, destination);
                default -> NONE;
            };
        }
    }

    /** Of packets with a source that is not the sender's: what the first of them said. */
    static Connection of(Spoof spoof) {
        var ports = Ports.of(spoof.protocol(), spoof.sourcePort(), spoof.destinationPort());
        return new Connection(spoof.source(), spoof.destination(), ports, spoof.protocol(), Direction.EGRESS);
    }

    /** The end whose policy judged. */
    Address enforcing() {
        return direction == Direction.INGRESS ? destination : source;
    }
}
