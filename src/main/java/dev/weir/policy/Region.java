package dev.weir.policy;

import dev.weir.cluster.Peer.IpBlockPeer;
import java.util.Comparator;
import java.util.List;

/** The ipBlocks that contain an address, in order. Addresses of one region are told apart by no ipBlock. */
record Region(List<IpBlockPeer> blocks) {
    private static final Comparator<IpBlockPeer> ORDER = Comparator.comparing(IpBlockPeer::block)
            .thenComparing(block -> block.except().toString());
    // Below ORDER, which its constructor uses.
    static final Region NONE = new Region(List.of());

    Region {
        blocks = blocks.stream().sorted(ORDER).toList();
    }

    void describe(CanonicalContent content) {
        content.add(blocks.size());
        for (IpBlockPeer block : blocks) {
            content.add(block.block().toString()).add(block.except().toString());
        }
    }
}
