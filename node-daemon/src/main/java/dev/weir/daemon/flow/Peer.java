package dev.weir.daemon.flow;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.program.Workload;

/** One end of a connection, as well as it is known. */
public sealed interface Peer {
    record Pod(Workload workload) implements Peer {}

    /** A node, or a host-network pod on it. */
    record Node(String name, Address address) implements Peer {}

    record Instance(Address address) implements Peer {}
}
