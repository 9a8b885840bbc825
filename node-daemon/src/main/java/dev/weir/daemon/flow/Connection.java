package dev.weir.daemon.flow;

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
    }

    /** The end whose policy judged. */
    Address enforcing() {
        return direction == Direction.INGRESS ? destination : source;
    }
}
