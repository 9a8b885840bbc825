package dev.weir.policy;

import dev.weir.net.Protocol;

/** A named port, which is a different one for each protocol. */
record PortName(String name, Protocol protocol) implements Comparable<PortName> {
    @Override
    public int compareTo(PortName other) {
        int byName = name.compareTo(other.name);
        return byName != 0 ? byName : protocol.compareTo(other.protocol);
    }
}
