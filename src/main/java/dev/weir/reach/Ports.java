package dev.weir.reach;

import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * A set of protocols and ports.
 *
 * @param ranges of TCP, UDP and SCTP; a protocol without any is left out
 * @param others whether protocols without ports, such as ICMP, are in it: all of them or none, as no policy can name one
 */
public record Ports(SortedMap<Protocol, List<PortRange>> ranges, boolean others) {
    public static final Ports NONE = new Ports(new TreeMap<>(), false);
    public static final Ports EVERYTHING = new Ports(everyNumber(), true);

    public Ports {
        SortedMap<Protocol, List<PortRange>> copy = new TreeMap<>();
        ranges.forEach((protocol, list) -> {
            if (!list.isEmpty()) {
                copy.put(protocol, List.copyOf(list));
            }
        });
        ranges = Collections.unmodifiableSortedMap(copy);
    }

    private static SortedMap<Protocol, List<PortRange>> everyNumber() {
        List<PortRange> all = List.of(PortRange.ALL);
        return new TreeMap<>(Map.of(Protocol.TCP, all, Protocol.UDP, all, Protocol.SCTP, all));
    }

    public static Ports of(Protocol protocol, PortRange range) {
        return new Ports(new TreeMap<>(Map.of(protocol, List.of(range))), false);
    }

    public static Ports single(Protocol protocol, int port) {
        return protocol.hasPorts() ? of(protocol, PortRange.single(port)) : new Ports(new TreeMap<>(), true);
    }

    public boolean isEmpty() {
        return ranges.isEmpty() && !others;
    }

    public boolean contains(Protocol protocol, int port) {
        return protocol.hasPorts() ? list(protocol).stream().anyMatch(range -> range.contains(port)) : others;
    }

    public Ports plus(Ports other) {
        return this == NONE ? other : combined(other, Ranges::union, others || other.others);
    }

    public Ports and(Ports other) {
        if (this == EVERYTHING || other == EVERYTHING) {
            return this == EVERYTHING ? other : this;
        }
        return combined(other, Ranges::common, others && other.others);
    }

    public Ports minus(Ports other) {
        return combined(other, Ranges::without, others && !other.others);
    }

    private Ports combined(Ports other, BinaryOperator<List<PortRange>> operation, boolean withOthers) {
        SortedMap<Protocol, List<PortRange>> result = new TreeMap<>();
        for (Protocol protocol : EVERYTHING.ranges.keySet()) {
            result.put(protocol, operation.apply(list(protocol), other.list(protocol)));
        }
        return new Ports(result, withOthers);
    }

    private List<PortRange> list(Protocol protocol) {
        return ranges.getOrDefault(protocol, List.of());
    }

    /** Such as {@code TCP 80}, {@code UDP 8000-8100}, {@code SCTP} and {@code ICMP and others}; {@code everything} alone. */
    public List<String> words() {
        if (equals(EVERYTHING)) {
            return List.of("everything");
        }
        List<String> words = new ArrayList<>();
        ranges.forEach((protocol, list) -> list.forEach(
                range -> words.add(range.equals(PortRange.ALL) ? protocol.toString() : protocol + " " + range)));
        if (others) {
            words.add("ICMP and others");
        }
        return words;
    }

    @Override
    public String toString() {
        return isEmpty() ? "nothing" : String.join(", ", words());
    }
}
