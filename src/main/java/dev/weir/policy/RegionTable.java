package dev.weir.policy;

import dev.weir.cluster.Peer.IpBlockPeer;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which ipBlocks contain which addresses. Every CIDR that some block names, as its range or in its {@code except}, is a prefix of the table;
 * the most specific prefix around an address decides its region, because no block can tell addresses apart below it.
 */
final class RegionTable {
    private final Map<IpPrefix, List<IpBlockPeer>> byRange = new HashMap<>();
    private final Map<IpPrefix, Integer> mentions = new HashMap<>();
    private final NavigableMap<IpPrefix, Region> regions = new TreeMap<>();
    private final NavigableMap<Integer, Integer> v4Lengths = new TreeMap<>();
    private final NavigableMap<Integer, Integer> v6Lengths = new TreeMap<>();

    /** Returns the ranges within which the region of an address may be another one now. */
    Set<IpPrefix> update(Set<IpBlockPeer> added, Set<IpBlockPeer> removed) {
        removed.forEach(this::take);
        added.forEach(this::put);
        Set<IpPrefix> ranges = new HashSet<>();
        removed.forEach(block -> ranges.addAll(ranges(block)));
        added.forEach(block -> ranges.addAll(ranges(block)));
        ranges.forEach(this::resolve);
        return ranges;
    }

    /** An exception may reach out of the range of its block, where it makes no difference but is a prefix of the table all the same. */
    private static Set<IpPrefix> ranges(IpBlockPeer block) {
        Set<IpPrefix> ranges = new HashSet<>(Set.of(block.block()));
        block.except().stream().filter(hole -> !block.block().contains(hole)).forEach(ranges::add);
        return ranges;
    }

    private void put(IpBlockPeer block) {
        byRange.computeIfAbsent(block.block(), unused -> new ArrayList<>()).add(block);
        mentioned(block).forEach(this::mention);
    }

    private void take(IpBlockPeer block) {
        List<IpBlockPeer> same = byRange.get(block.block());
        if (same == null || !same.remove(block)) {
            throw new IllegalStateException("it was never added: " + block);
        }
        if (same.isEmpty()) {
            byRange.remove(block.block());
        }
        mentioned(block).forEach(this::unmention);
    }

    private static List<IpPrefix> mentioned(IpBlockPeer block) {
        List<IpPrefix> prefixes = new ArrayList<>(block.except());
        prefixes.add(block.block());
        return prefixes;
    }

    private void mention(IpPrefix prefix) {
        mentions.merge(prefix, 1, Integer::sum);
        lengths(prefix.isV4()).merge(prefix.length(), 1, Integer::sum);
        regions.putIfAbsent(prefix, Region.NONE);
    }

    private void unmention(IpPrefix prefix) {
        lengths(prefix.isV4()).compute(prefix.length(), (unused, count) -> oneLess(count));
        if (mentions.compute(prefix, (unused, count) -> oneLess(count)) == null) {
            regions.remove(prefix);
        }
    }

    private static @Nullable Integer oneLess(@Nullable Integer count) {
        return count == null || count == 1 ? null : count - 1;
    }

    private void resolve(IpPrefix range) {
        within(range).forEach(prefix -> regions.put(prefix, new Region(blocksAround(prefix))));
    }

    /** The prefixes of the table in a range. */
    List<IpPrefix> within(IpPrefix range) {
        return regions.tailMap(range, true).keySet().stream()
                .takeWhile(prefix -> range.spans(prefix.address()))
                .filter(range::contains)
                .toList();
    }

    /** Null when it is no prefix of the table. */
    @Nullable
    Region get(IpPrefix prefix) {
        return regions.get(prefix);
    }

    /** Whether the table has a prefix of the IPv6 address :: that is not longer than that. */
    boolean hasPrefixOfZero(int longest) {
        return regions.keySet().stream()
                .takeWhile(prefix ->
                        prefix.address().high() == 0 && prefix.address().low() == 0)
                .anyMatch(prefix -> prefix.length() <= longest);
    }

    Region at(IpAddress address) {
        for (int length : lengths(address.isV4()).descendingKeySet()) {
            Region region = regions.get(IpPrefix.of(address, length));
            if (region != null) {
                return region;
            }
        }
        return Region.NONE;
    }

    /** Blocks whose range contains the whole prefix, without those that except it. */
    private List<IpBlockPeer> blocksAround(IpPrefix prefix) {
        List<IpBlockPeer> around = new ArrayList<>();
        for (int length : lengths(prefix.isV4()).headMap(prefix.length(), true).keySet()) {
            for (IpBlockPeer block : byRange.getOrDefault(IpPrefix.of(prefix.address(), length), List.of())) {
                if (block.except().stream().noneMatch(hole -> hole.contains(prefix))) {
                    around.add(block);
                }
            }
        }
        return around;
    }

    private NavigableMap<Integer, Integer> lengths(boolean v4) {
        return v4 ? v4Lengths : v6Lengths;
    }
}
