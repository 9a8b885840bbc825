package dev.weir.daemon.flow;

import dev.weir.daemon.net.Address;
import java.util.HashMap;
import java.util.Map;

/** Who is behind the addresses of late, so that each is looked up once for as long as the names are the same. Not thread-safe. */
final class KnownPeers {
    private static final int MOST = 4096;

    private final Map<Address, Peer> known = new HashMap<>();
    private Names names = Names.NONE;

    Peer of(Address address, Names current) {
        if (current != names || known.size() >= MOST) {
            known.clear();
            names = current;
        }
        return known.computeIfAbsent(address, current::peer);
    }
}
