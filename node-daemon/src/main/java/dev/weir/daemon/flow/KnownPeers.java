package dev.weir.daemon.flow;

import dev.weir.daemon.net.Address;
import java.util.HashMap;
import java.util.Map;

/** Who is behind the addresses of late by these names, so that each is looked up once. Not thread-safe. */
final class KnownPeers {
    private static final int MOST = 4096;

    private final Names names;
    private final Map<Address, Peer> known = new HashMap<>();

    KnownPeers(Names names) {
        this.names = names;
    }

    Peer of(Address address) {
        if (known.size() >= MOST) {
            known.clear();
        }
        return known.computeIfAbsent(address, names::peer);
    }
}
