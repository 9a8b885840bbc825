package dev.weir.policy;

import dev.weir.cluster.Peer.IpBlockPeer;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ipBlocks that contain an address, in order. Addresses of one region are told apart by no ipBlock. */
final class Region {
    private static final Comparator<IpBlockPeer> ORDER = Comparator.comparing(IpBlockPeer::block)
            .thenComparing(block -> block.except().toString());
    // Below ORDER, which its constructor uses.
    static final Region NONE = new Region(List.of());

    private final List<IpBlockPeer> blocks;
    /** Regions are parts of keys, and their blocks may be many. */
    private final int hash;

    Region(List<IpBlockPeer> blocks) {
        this.blocks = blocks.stream().sorted(ORDER).toList();
        hash = this.blocks.hashCode();
    }

    List<IpBlockPeer> blocks() {
        return blocks;
    }

    void describe(CanonicalContent content) {
        content.add(blocks.size());
        for (IpBlockPeer block : blocks) {
            content.add(block.block().toString()).add(block.except().toString());
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof Region region && hash == region.hash && blocks.equals(region.blocks);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return blocks.toString();
    }
}
