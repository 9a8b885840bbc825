package dev.weir.lint;

import dev.weir.cluster.PolicyPort;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The ports of one or several rules as a set. A name is a port of its own: what number it has is another on every pod. */
final class PortSet {
    private final boolean everything;
    private final List<PolicyPort> ports;

    private PortSet(boolean everything, List<PolicyPort> ports) {
        this.everything = everything;
        this.ports = ports;
    }

    /** Of one rule: without ports, every one of every protocol. */
    static PortSet of(List<PolicyPort> ports) {
        return new PortSet(ports.isEmpty(), ports);
    }

    /** Of several rules: of none, nothing. */
    static PortSet union(Collection<PortSet> sets) {
        List<PolicyPort> all = new ArrayList<>();
        sets.forEach(set -> all.addAll(set.ports));
        return new PortSet(sets.stream().anyMatch(set -> set.everything), all);
    }

    boolean covers(PortSet other) {
        if (everything) {
            return true;
        }
        // Ports never say ICMP, so no ports cover every protocol.
        return !other.everything && other.ports.stream().allMatch(this::covers);
    }

    boolean covers(PolicyPort port) {
        if (everything) {
            return true;
        }
        return switch (port.match()) {
            case PolicyPort.AnyPort any -> covers(port.protocol(), PortRange.ALL);
            case PolicyPort.NumberedPorts(PortRange range) -> covers(port.protocol(), range);
            case PolicyPort.NamedPort named -> ports.contains(port) || covers(port.protocol(), PortRange.ALL);
        };
    }

    private boolean covers(Protocol protocol, PortRange range) {
        List<PortRange> ranges = ports.stream()
                .filter(port -> port.protocol().equals(protocol))
                .<PortRange>mapMulti((port, found) -> {
                    switch (port.match()) {
                        case PolicyPort.AnyPort any -> found.accept(PortRange.ALL);
                        case PolicyPort.NumberedPorts(PortRange numbers) -> found.accept(numbers);
                        case PolicyPort.NamedPort named -> {
                            // Its number is not known here.
                        }
                    }
                })
                .sorted(Comparator.naturalOrder())
                .toList();
        int next = range.first();
        for (PortRange one : ranges) {
            if (one.first() > next) {
                break;
            }
            next = Math.max(next, one.last() + 1);
        }
        return next > range.last();
    }
}
