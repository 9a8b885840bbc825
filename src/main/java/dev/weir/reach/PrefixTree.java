package dev.weir.reach;

import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All ranges that policies name, and the two that contain everything: below the narrowest around an address nothing tells addresses apart. */
final class PrefixTree {
    private static final IpAddress BEHIND_V4 = new IpAddress(0, 1L << 48);

    private final NavigableSet<IpPrefix> prefixes =
            new TreeSet<>(List.of(IpPrefix.parse("0.0.0.0/0"), IpPrefix.parse("::/0")));
    private final NavigableSet<Integer> v4Lengths = new TreeSet<>();
    private final NavigableSet<Integer> v6Lengths = new TreeSet<>();

    PrefixTree(Collection<IpPrefix> named) {
        prefixes.addAll(named);
        prefixes.forEach(prefix -> lengths(prefix.isV4()).add(prefix.length()));
    }

    private NavigableSet<Integer> lengths(boolean v4) {
        return v4 ? v4Lengths : v6Lengths;
    }

    Collection<IpPrefix> prefixes() {
        return prefixes;
    }

    IpPrefix narrowest(IpAddress address) {
        return narrowest(address, address.bits());
    }

    private IpPrefix narrowest(IpAddress address, int longest) {
        for (int length : lengths(address.isV4()).headSet(longest, true).descendingSet()) {
            IpPrefix candidate = IpPrefix.of(address, length);
            if (prefixes.contains(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("a range that contains everything contains not " + address);
    }

    /** The next wider one; null for the two that contain everything. */
    @Nullable
    IpPrefix parent(IpPrefix prefix) {
        return prefix.length() == 0 ? null : narrowest(prefix.address(), prefix.length() - 1);
    }

    /** An address of the range that is in no narrower one and is not taken; null when there is none. */
    @Nullable
    IpAddress sample(IpPrefix prefix, Predicate<IpAddress> taken) {
        IpAddress address = prefix.address();
        while (address != null && prefix.spans(address)) {
            if (address.isV4() != prefix.isV4()) { // All of IPv4 stands in between.
                address = BEHIND_V4;
                continue;
            }
            IpPrefix narrowest = narrowest(address);
            if (narrowest.equals(prefix) && !taken.test(address)) {
                return address;
            }
            address = narrowest.equals(prefix) ? IpPrefix.host(address).behind() : narrowest.behind();
        }
        return null;
    }
}
