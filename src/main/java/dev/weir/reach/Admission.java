package dev.weir.reach;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyPort.AnyPort;
import dev.weir.cluster.PolicyPort.NamedPort;
import dev.weir.cluster.PolicyPort.NumberedPorts;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.net.PortRange;
import dev.weir.policy.NamedPorts;
import dev.weir.reach.World.Found;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the policies that isolate a pod in one direction admit there, peer by peer. */
final class Admission {
    /** No policy isolates. */
    static final Admission OPEN = new Admission(null, List.of(), List.of());

    private final @Nullable World world;
    private final List<NetworkPolicy> policies;
    private final List<Part> parts;
    private final Map<BitSet, Ports> sums = new HashMap<>();

    /**
     * A rule.
     *
     * @param ports that do not depend on the peer
     * @param names of ports that the peer resolves, as it is the one that receives
     */
    private record Part(List<Found> peers, Ports ports, List<PolicyPort> names) {}

    private Admission(@Nullable World world, List<NetworkPolicy> policies, List<Part> parts) {
        this.world = world;
        this.policies = policies;
        this.parts = parts;
    }

    static Admission of(World world, List<NetworkPolicy> isolating, Direction direction, Pod pod) {
        List<Part> parts = new ArrayList<>();
        for (NetworkPolicy policy : isolating) {
            for (Rule rule : policy.rules(direction)) {
                parts.add(part(rule, peers(world, rule, policy.ref().namespace()), direction, pod));
            }
        }
        return new Admission(world, isolating, parts);
    }

    private static List<Found> peers(World world, Rule rule, String namespace) {
        return rule.peers().stream().map(peer -> world.found(peer, namespace)).toList();
    }

    private static Part part(Rule rule, List<Found> peers, Direction direction, Pod pod) {
        if (rule.ports().isEmpty()) {
            return new Part(peers, Ports.EVERYTHING, List.of());
        }
        Ports ports = Ports.NONE;
        List<PolicyPort> names = new ArrayList<>();
        for (PolicyPort port : rule.ports()) {
            if (port.match() instanceof NamedPort && direction == Direction.EGRESS) {
                names.add(port);
            } else {
                ports = ports.plus(resolved(port, pod));
            }
        }
        return new Part(peers, ports, names);
    }

    private static Ports resolved(PolicyPort port, @Nullable Pod receiver) {
        return switch (port.match()) {
            case AnyPort any -> Ports.of(port.protocol(), PortRange.ALL);
            case NumberedPorts numbers -> Ports.of(port.protocol(), numbers.range());
            case NamedPort named -> {
                Ports ports = Ports.NONE;
                if (receiver != null) {
                    for (int number : NamedPorts.numbers(receiver, named.name(), port.protocol())) {
                        ports = ports.plus(Ports.single(port.protocol(), number));
                    }
                }
                yield ports;
            }
        };
    }

    /** The policies that isolate. */
    List<NetworkPolicy> policies() {
        return policies;
    }

    Ports ports(Party peer) {
        if (world == null) {
            return Ports.EVERYTHING;
        }
        BitSet matching = new BitSet();
        Ports byName = Ports.NONE;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            if (matches(part, peer)) {
                matching.set(i);
                for (PolicyPort name : part.names()) {
                    byName = byName.plus(resolved(name, world.pod(peer)));
                }
            }
        }
        Ports sum = sums.computeIfAbsent(matching, this::sum);
        return byName.isEmpty() ? sum : sum.plus(byName);
    }

    private static boolean matches(Part part, Party peer) {
        if (part.peers().isEmpty()) {
            return true;
        }
        for (Found one : part.peers()) {
            if (one.matches(peer)) {
                return true;
            }
        }
        return false;
    }

    private Ports sum(BitSet matching) {
        Ports sum = Ports.NONE;
        for (int i = matching.nextSetBit(0); i >= 0; i = matching.nextSetBit(i + 1)) {
            sum = sum.plus(parts.get(i).ports());
        }
        return sum;
    }
}
