package dev.weir.policy;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.Node;
import dev.weir.cluster.Peer.IpBlockPeer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.Workload;
import dev.weir.net.IpPrefix;
import dev.weir.program.IdentityEntry;
import dev.weir.program.IdentityEntry.Owner;
import dev.weir.table.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gives every address of the cluster, and every range that an ipBlock names, its identity. */
final class Addresses {
    /** In the maps an IPv4 address is an IPv6 one below this, so a prefix that contains it would contain all of IPv4. */
    private static final IpPrefix ALL_V4 = IpPrefix.parse("0.0.0.0/0");

    private static final int LONGEST_PREFIX_AROUND_V4 = 80;

    private final Identities identities;
    private final RegionTable regions = new RegionTable();
    /** Of every prefix around others that there ever was: few, and they cost only a look each. */
    private final NavigableSet<Integer> v4Lengths = new TreeSet<>();

    private final NavigableSet<Integer> v6Lengths = new TreeSet<>();
    private Table<IpPrefix, IdentityEntry> entries = Table.empty();

    /** An address, or a range, that has another identity now. */
    record Step(Identity before, Identity after) {}

    Addresses(Identities identities) {
        this.identities = identities;
    }

    Table<IpPrefix, IdentityEntry> entries() {
        return entries;
    }

    /** Follows blocks that are mentioned now, or no more. Returns the prefixes that may have another entry for it. */
    Set<IpPrefix> mention(Set<IpBlockPeer> added, Set<IpBlockPeer> removed) {
        Set<IpPrefix> touched = new HashSet<>();
        for (IpPrefix range : regions.update(added, removed)) {
            touched.add(range);
            touched.addAll(regions.within(range));
            entries.valuesFrom(range).stream()
                    .map(IdentityEntry::prefix)
                    .takeWhile(prefix -> range.spans(prefix.address()))
                    .filter(range::contains)
                    .forEach(touched::add);
            touched.add(ALL_V4);
        }
        removed.forEach(block -> touched.addAll(block.except()));
        touched.forEach(prefix -> lengths(prefix).add(prefix.length()));
        return touched;
    }

    private NavigableSet<Integer> lengths(IpPrefix prefix) {
        return prefix.isV4() ? v4Lengths : v6Lengths;
    }

    /** Finds the entries of these prefixes anew. */
    void update(Set<IpPrefix> touched, ClusterSnapshot cluster, Function<Pod, Traits> traits) {
        Table<IpPrefix, IdentityEntry> before = entries;
        Map<IpPrefix, IdentityEntry> written = new LinkedHashMap<>();
        List<IpPrefix> removed = new ArrayList<>();
        for (IpPrefix prefix : touched) {
            IdentityEntry old = before.get(prefix);
            IdentityEntry now = entry(prefix, cluster, traits);
            count(old, -1);
            count(now, 1);
            if (now != null) {
                written.put(prefix, now);
            } else if (old != null) {
                removed.add(prefix);
            }
        }
        entries = before.with(written.values(), IdentityEntry::prefix, removed);
    }

    private void count(@Nullable IdentityEntry entry, int more) {
        if (entry != null) {
            identities.count(identityOf(entry), more);
        }
    }

    private @Nullable IdentityEntry entry(IpPrefix prefix, ClusterSnapshot cluster, Function<Pod, Traits> traits) {
        boolean isAddress = prefix.length() == prefix.address().bits();
        Pod pod = isAddress ? cluster.podAt(prefix.address()) : null;
        if (pod != null) {
            Identity identity = traits.apply(pod).in(regions.at(prefix.address()), identities);
            return entry(prefix, identity, ownerOf(pod));
        }
        Node node = isAddress ? cluster.nodeAt(prefix.address()) : null;
        if (node != null) {
            Identity identity = identities.ofNode(regions.at(prefix.address()));
            return entry(prefix, identity, ownerOf(node));
        }
        Region region = regions.get(prefix);
        if (region != null) {
            return entry(prefix, identities.outside(region), Owner.NONE);
        }
        boolean isGuard = prefix.equals(ALL_V4) && regions.hasPrefixOfZero(LONGEST_PREFIX_AROUND_V4);
        return isGuard ? entry(prefix, identities.none(), Owner.NONE) : null;
    }

    private static IdentityEntry entry(IpPrefix prefix, Identity identity, Owner owner) {
        return new IdentityEntry(
                prefix, identity.fingerprint(), identity.content().kind(), owner);
    }

    /** How the identities of prefixes differ from those in an earlier table, of which no identity may be forgotten yet. */
    Set<Step> steps(Table<IpPrefix, IdentityEntry> before, Collection<IpPrefix> touched) {
        Set<Step> steps = new LinkedHashSet<>();
        for (IpPrefix prefix : touched) {
            Identity old = around(prefix, before);
            Identity now = around(prefix, entries);
            if (old != now) {
                steps.add(new Step(old, now));
            }
        }
        return steps;
    }

    /** The longest prefix of the table around this one decides. */
    private Identity around(IpPrefix prefix, Table<IpPrefix, IdentityEntry> table) {
        IdentityEntry entry = table.get(prefix);
        for (int length : lengths(prefix).headSet(prefix.length(), false).descendingSet()) {
            if (entry != null) {
                break;
            }
            entry = table.get(IpPrefix.of(prefix.address(), length));
        }
        return entry == null ? identities.none() : identityOf(entry);
    }

    private Identity identityOf(IdentityEntry entry) {
        return Objects.requireNonNull(
                identities.withFingerprint(entry.identity()), "no identity of an entry is forgotten");
    }

    private static Owner ownerOf(Node node) {
        return new Owner("", "", "Node", node.name().value(), node.name().value());
    }

    private static Owner ownerOf(Pod pod) {
        @Nullable Workload workload = pod.workload();
        return new Owner(
                pod.ref().namespace(),
                pod.ref().name(),
                workload == null ? "" : workload.kind(),
                workload == null ? "" : workload.name(),
                pod.node() == null ? "" : pod.node().value());
    }
}
