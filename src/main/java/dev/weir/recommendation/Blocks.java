package dev.weir.recommendation;

import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Addresses as ranges that contain these and no others. */
final class Blocks {
    private Blocks() {}

    /** In order. Two halves of a range become the range, as often as there are two. */
    static List<IpPrefix> exact(Collection<IpAddress> addresses) {
        NavigableSet<IpPrefix> blocks = new TreeSet<>();
        addresses.forEach(address -> add(blocks, IpPrefix.host(address)));
        return List.copyOf(blocks);
    }

    private static void add(NavigableSet<IpPrefix> blocks, IpPrefix block) {
        IpPrefix grown = block;
        for (IpPrefix half = otherHalf(grown); half != null && blocks.remove(half); half = otherHalf(grown)) {
            grown = grown.parent();
        }
        blocks.add(grown);
    }

    /** Null for everything, which is no half. */
    private static @Nullable IpPrefix otherHalf(IpPrefix block) {
        if (block.length() == 0) {
            return null;
        }
        IpPrefix whole = block.parent();
        if (!whole.address().equals(block.address())) {
            return new IpPrefix(whole.address(), block.length());
        }
        IpAddress behind = block.behind();
        return behind == null ? null : new IpPrefix(behind, block.length());
    }
}
