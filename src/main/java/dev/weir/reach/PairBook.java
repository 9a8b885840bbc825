package dev.weir.reach;

import dev.weir.net.IpPrefix;
import dev.weir.net.Protocol;
import dev.weir.policy.Packet;
import dev.weir.reach.End.RangeEnd;
import dev.weir.reach.End.WorkloadEnd;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Adds up, for pairs of parties, what they may open, and gives it by workload and by as few ranges as say it. */
final class PairBook {
    private final Parties parties;
    private final Function<Party, Party.Member> member;
    private final Map<Workloads, Entry> betweenWorkloads = new HashMap<>();
    private final Map<WorkloadEnd, Map<IpPrefix, Entry>> fromOutside = new HashMap<>();
    private final Map<WorkloadEnd, Map<IpPrefix, Entry>> toOutside = new HashMap<>();

    /** @param member who of a party is a witness */
    PairBook(Parties parties, Function<Party, Party.Member> member) {
        this.parties = parties;
        this.member = member;
    }

    private record Workloads(WorkloadEnd from, WorkloadEnd to) {}

    private record Entry(Ports ports, Packet witness) {
        Entry plus(Entry more) {
            return new Entry(ports.plus(more.ports), witness);
        }
    }

    /**
     * Of each of some to each of others.
     *
     * @param ports asked for only when one of them could talk to one of the others
     */
    void addEach(List<Party> from, List<Party> to, Supplier<Ports> ports) {
        if (from.getFirst().mayMeet(to.getFirst())) {
            addEach(from, to, ports.get());
        }
    }

    void addEach(List<Party> from, List<Party> to, Ports ports) {
        if (ports.isEmpty()) {
            return;
        }
        for (Party source : from) {
            for (Party receiver : to) {
                if (source.canTalkTo(receiver)) {
                    add(source, receiver, ports);
                }
            }
        }
    }

    private void add(Party from, Party to, Ports ports) {
        Entry entry = new Entry(ports, witness(from, to, ports));
        if (from.owner() instanceof Party.Pods source && to.owner() instanceof Party.Pods destination) {
            betweenWorkloads.merge(new Workloads(source.workload(), destination.workload()), entry, Entry::plus);
        } else if (from.owner() instanceof Party.Pods source && to.owner() instanceof Party.Outside outside) {
            add(toOutside, source.workload(), outside.range(), entry);
        } else if (from.owner() instanceof Party.Outside outside && to.owner() instanceof Party.Pods destination) {
            add(fromOutside, destination.workload(), outside.range(), entry);
        }
    }

    private Packet witness(Party from, Party to, Ports ports) {
        Protocol ping = from.isV4() ? Protocol.ICMP : Protocol.ICMPV6;
        Protocol protocol = ports.ranges().isEmpty() ? ping : ports.ranges().firstKey();
        int port = ports.ranges().isEmpty()
                ? 0
                : Math.max(1, ports.ranges().firstEntry().getValue().getFirst().first());
        Party.Member receiver = from.index() == to.index() && to.replica() != null ? to.replica() : member.apply(to);
        return new Packet(member.apply(from).address(), receiver.address(), protocol, port);
    }

    private static void add(
            Map<WorkloadEnd, Map<IpPrefix, Entry>> outside, WorkloadEnd workload, IpPrefix range, Entry entry) {
        outside.computeIfAbsent(workload, unused -> new HashMap<>()).merge(range, entry, Entry::plus);
    }

    /** What this book has and the other one has not; both are of the same ranges. */
    PairBook without(PairBook other) {
        PairBook rest = new PairBook(parties, member);
        subtract(betweenWorkloads, other.betweenWorkloads, rest.betweenWorkloads);
        subtractRanges(fromOutside, other.fromOutside, rest.fromOutside);
        subtractRanges(toOutside, other.toOutside, rest.toOutside);
        return rest;
    }

    private static void subtractRanges(
            Map<WorkloadEnd, Map<IpPrefix, Entry>> own,
            Map<WorkloadEnd, Map<IpPrefix, Entry>> other,
            Map<WorkloadEnd, Map<IpPrefix, Entry>> rest) {
        own.forEach((workload, byRange) -> subtract(
                byRange,
                other.getOrDefault(workload, Map.of()),
                rest.computeIfAbsent(workload, unused -> new HashMap<>())));
    }

    private static <K> void subtract(Map<K, Entry> own, Map<K, Entry> other, Map<K, Entry> rest) {
        own.forEach((key, entry) -> {
            Entry less = other.get(key);
            Ports ports = less == null ? entry.ports() : entry.ports().minus(less.ports());
            if (!ports.isEmpty()) {
                rest.put(key, new Entry(ports, entry.witness()));
            }
        });
    }

    /** In order. */
    List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        betweenWorkloads.forEach(
                (ends, entry) -> pairs.add(new Pair(ends.from(), ends.to(), entry.ports(), entry.witness())));
        fromOutside.forEach((workload, byRange) -> merged(byRange)
                .forEach((range, entry) -> pairs.add(new Pair(range, workload, entry.ports(), entry.witness()))));
        toOutside.forEach((workload, byRange) -> merged(byRange)
                .forEach((range, entry) -> pairs.add(new Pair(workload, range, entry.ports(), entry.witness()))));
        pairs.sort(Pair.ORDER);
        return pairs;
    }

    /** A range that says the same as the one around it is no exception of that one. */
    private Map<RangeEnd, Entry> merged(Map<IpPrefix, Entry> byRange) {
        Set<IpPrefix> real = parties.outside();
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
        Map<RangeEnd, Entry> merged = new HashMap<>();
        byRange.forEach((range, entry) -> {
            if (range.equals(heads.get(range))) {
                merged.put(new RangeEnd(range, exceptions.getOrDefault(range, List.of())), entry);
            }
        });
        return merged;
    }

    private static boolean equal(Map<IpPrefix, Entry> byRange, IpPrefix one, IpPrefix other) {
        Entry first = byRange.get(one);
        Entry second = byRange.get(other);
        return first == null || second == null ? first == second : first.ports().equals(second.ports());
    }
}
