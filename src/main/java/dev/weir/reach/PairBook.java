package dev.weir.reach;

import dev.weir.net.IpPrefix;
import dev.weir.reach.End.RangeEnd;
import dev.weir.reach.End.WorkloadEnd;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds up, for pairs of parties, what they may open, and gives it by workload and by as few ranges as say it. */
final class PairBook {
    private final Parties parties;
    private final Map<Workloads, Ports> betweenWorkloads = new HashMap<>();
    private final Map<WorkloadEnd, Map<IpPrefix, Ports>> fromOutside = new HashMap<>();
    private final Map<WorkloadEnd, Map<IpPrefix, Ports>> toOutside = new HashMap<>();

    PairBook(Parties parties) {
        this.parties = parties;
    }

    private record Workloads(WorkloadEnd from, WorkloadEnd to) {}

    void add(Party from, Party to, Ports ports) {
        if (ports.isEmpty()) {
            return;
        }
        if (from.owner() instanceof Party.Pods source && to.owner() instanceof Party.Pods destination) {
            betweenWorkloads.merge(new Workloads(source.workload(), destination.workload()), ports, Ports::plus);
        } else if (from.owner() instanceof Party.Pods source && to.owner() instanceof Party.Outside outside) {
            add(toOutside, source.workload(), outside.range(), ports);
        } else if (from.owner() instanceof Party.Outside outside && to.owner() instanceof Party.Pods destination) {
            add(fromOutside, destination.workload(), outside.range(), ports);
        }
    }

    private static void add(
            Map<WorkloadEnd, Map<IpPrefix, Ports>> outside, WorkloadEnd workload, IpPrefix range, Ports ports) {
        outside.computeIfAbsent(workload, unused -> new HashMap<>()).merge(range, ports, Ports::plus);
    }

    /** In order. */
    List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        betweenWorkloads.forEach((ends, ports) -> pairs.add(new Pair(ends.from(), ends.to(), ports)));
        fromOutside.forEach((workload, byRange) ->
                merged(byRange).forEach((range, ports) -> pairs.add(new Pair(range, workload, ports))));
        toOutside.forEach((workload, byRange) ->
                merged(byRange).forEach((range, ports) -> pairs.add(new Pair(workload, range, ports))));
        pairs.sort(Pair.ORDER);
        return pairs;
    }

    /** A range that says the same as the one around it is no exception of that one. */
    private Map<RangeEnd, Ports> merged(Map<IpPrefix, Ports> byRange) {
        Set<IpPrefix> real = new HashSet<>();
        for (Party party : parties.list()) {
            if (party.owner() instanceof Party.Outside outside) {
                real.add(outside.range());
            }
        }
        Map<IpPrefix, IpPrefix> heads = new HashMap<>();
        Map<IpPrefix, List<IpPrefix>> exceptions = new HashMap<>();
        for (IpPrefix range : parties.ranges().prefixes()) { // A wider one stands before those in it.
            IpPrefix parent = parties.ranges().parent(range);
            IpPrefix head = parent == null ? null : heads.get(parent);
            // A range of which nothing is left says nothing else than the one around it.
            boolean same = head != null && (!real.contains(range) || equal(byRange, range, head));
            heads.put(range, same ? head : range);
            if (head != null && !same) {
                exceptions.computeIfAbsent(head, unused -> new ArrayList<>()).add(range);
            }
        }
        Map<RangeEnd, Ports> merged = new HashMap<>();
        byRange.forEach((range, ports) -> {
            if (range.equals(heads.get(range))) {
                merged.put(new RangeEnd(range, exceptions.getOrDefault(range, List.of())), ports);
            }
        });
        return merged;
    }

    private static boolean equal(Map<IpPrefix, Ports> byRange, IpPrefix one, IpPrefix other) {
        @Nullable Ports ports = byRange.get(one);
        return ports == null ? byRange.get(other) == null : ports.equals(byRange.get(other));
    }
}
