package dev.weir.recommendation;

import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyPort.NumberedPorts;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;

/** A port of a protocol at which somebody was seen. */
record Door(Protocol protocol, int port) implements Comparable<Door> {
    private static final Comparator<Door> ORDER =
            Comparator.comparing(Door::protocol).thenComparingInt(Door::port);

    /** Exactly these; neighbours as a range. */
    static List<PolicyPort> ports(SortedSet<Door> doors) {
        List<PolicyPort> ports = new ArrayList<>();
        Door first = null;
        Door last = null;
        for (Door door : doors) {
            if (first != null && last != null && !door.isBehind(last)) {
                ports.add(range(first, last));
                first = null;
            }
            first = first == null ? door : first;
            last = door;
        }
        if (first != null && last != null) {
            ports.add(range(first, last));
        }
        return ports;
    }

    private boolean isBehind(Door other) {
        return protocol.equals(other.protocol) && port == other.port + 1;
    }

    private static PolicyPort range(Door first, Door last) {
        return new PolicyPort(first.protocol, new NumberedPorts(new PortRange(first.port, last.port)));
    }

    @Override
    public int compareTo(Door other) {
        return ORDER.compare(this, other);
    }
}
