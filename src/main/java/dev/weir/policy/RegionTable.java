package dev.weir.policy;

import dev.weir.cluster.Peer.IpBlockPeer;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which ipBlocks contain which addresses. Every CIDR that some block names, as its range or in its {@code except}, is a prefix of the table;
 * the most specific prefix around an address decides its region, because no block can tell addresses apart below it.
 */
final class RegionTable {
    private final SortedMap<IpPrefix, Region> regions = new TreeMap<>();
    private final List<Integer> v4Lengths;
    private final List<Integer> v6Lengths;

    RegionTable(Collection<IpBlockPeer> blocks) {
        Map<IpPrefix, List<IpBlockPeer>> byRange = new HashMap<>();
        TreeSet<IpPrefix> mentioned = new TreeSet<>();
        for (IpBlockPeer block : blocks) {
            byRange.computeIfAbsent(block.block(), unused -> new ArrayList<>()).add(block);
            mentioned.add(block.block());
            mentioned.addAll(block.except());
        }
        v4Lengths = lengths(mentioned, true);
        v6Lengths = lengths(mentioned, false);
        Map<Region, Region> shared = new HashMap<>();
        for (IpPrefix prefix : mentioned) {
            Region region = new Region(blocksAround(prefix, byRange));
            regions.put(prefix, shared.computeIfAbsent(region, unused -> region));
        }
    }

    /** By prefix, every prefix before those inside it. */
    SortedMap<IpPrefix, Region> regions() {
        return regions;
    }

    Region at(IpAddress address) {
        for (int length : lengthsFor(address.isV4())) {
            Region region = regions.get(IpPrefix.of(address, length));
            if (region != null) {
                return region;
            }
        }
        return Region.NONE;
    }

    /** Blocks whose range contains the whole prefix, without those that except it. */
    private List<IpBlockPeer> blocksAround(IpPrefix prefix, Map<IpPrefix, List<IpBlockPeer>> byRange) {
        List<IpBlockPeer> around = new ArrayList<>();
        for (int length : lengthsFor(prefix.isV4())) {
            if (length > prefix.length()) {
                continue;
            }
            for (IpBlockPeer block : byRange.getOrDefault(IpPrefix.of(prefix.address(), length), List.of())) {
                if (block.except().stream().noneMatch(hole -> hole.contains(prefix))) {
                    around.add(block);
                }
            }
        }
        return around;
    }

    private List<Integer> lengthsFor(boolean v4) {
        return v4 ? v4Lengths : v6Lengths;
    }

    private static List<Integer> lengths(Collection<IpPrefix> prefixes, boolean v4) {
        return prefixes.stream()
                .filter(prefix -> prefix.isV4() == v4)
                .map(IpPrefix::length)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
    }
}
