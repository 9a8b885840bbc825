package dev.weir.local.fabric;

import java.util.BitSet;
import java.util.Optional;

/**
 * The pod addresses of one node that are free. Takes the next one after the last taken, so that an address is used again as late as possible: whoever
 * still talks to a deleted pod does not reach its successor.
 */
public final class AddressPool {

    private static final int FIRST = 2;
    private static final int LAST = 254;

    private final NodeNetwork node;
    private final BitSet taken = new BitSet(LAST + 1);
    private int next = FIRST;

    public AddressPool(NodeNetwork node) {
        this.node = node;
    }

    /** Empty when all are taken. */
    public synchronized Optional<PodAddresses> take() {
        for (int tried = FIRST; tried <= LAST; tried++) {
            int host = next;
            next = next == LAST ? FIRST : next + 1;
            if (!taken.get(host)) {
                taken.set(host);
                return Optional.of(node.pod(host));
            }
        }
        return Optional.empty();
    }

    public synchronized void release(PodAddresses addresses) {
        taken.clear(Integer.parseInt(addresses.ipv4().substring(addresses.ipv4().lastIndexOf('.') + 1)));
    }
}
