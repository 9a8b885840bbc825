package dev.weir.lint;

import dev.weir.cluster.Peer.IpBlockPeer;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import java.util.List;

/** Ranges of addresses without their exceptions, as sets. */
final class Ranges {
    private Ranges() {}

    /** Whether the exceptions leave nothing. */
    static boolean isEmpty(IpBlockPeer block) {
        return covered(block.block(), block.except());
    }

    /** Whether each address of one is an address of the other. */
    static boolean within(IpBlockPeer one, IpBlockPeer other) {
        if (isEmpty(one)) {
            return true;
        }
        return other.block().contains(one.block()) && other.except().stream().allMatch(hole -> missing(hole, one));
    }

    /** Whether no address of the range belongs to the block. */
    private static boolean missing(IpPrefix range, IpBlockPeer block) {
        IpPrefix common = range.contains(block.block()) ? block.block() : range;
        return !block.block().contains(common) || covered(common, block.except());
    }

    /** Whether each address of the range lies in one of the others. A range is the two halves of it. */
    private static boolean covered(IpPrefix range, List<IpPrefix> others) {
        if (others.stream().anyMatch(other -> other.contains(range))) {
            return true;
        }
        List<IpPrefix> inside =
                others.stream().filter(other -> range.contains(other)).toList();
        return !inside.isEmpty()
                && range.length() < range.address().bits()
                && covered(lowerHalf(range), inside)
                && covered(upperHalf(range), inside);
    }

    private static IpPrefix lowerHalf(IpPrefix range) {
        return new IpPrefix(range.address(), range.length() + 1);
    }

    private static IpPrefix upperHalf(IpPrefix range) {
        int bit = 128 - (range.address().isV4() ? 96 : 0) - range.length() - 1;
        long high = range.address().high();
        long low = range.address().low();
        var address = bit >= 64 ? new IpAddress(high | 1L << (bit - 64), low) : new IpAddress(high, low | 1L << bit);
        return new IpPrefix(address, range.length() + 1);
    }
}
