package dev.weir.policy;

import static dev.weir.policy.RandomCluster.times;

import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LabelSelector.Operator;
import dev.weir.cluster.LabelSelector.Requirement;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PolicyMode;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyPort.AnyPort;
import dev.weir.cluster.PolicyPort.NamedPort;
import dev.weir.cluster.PolicyPort.NumberedPorts;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Policies that concern a cluster's pods more often than not. */
public final class RandomPolicies {
    private static final List<String> BLOCKS = List.of(
            "0.0.0.0/0",
            "::/0",
            "10.244.0.0/16",
            "10.244.1.0/24",
            "10.244.1.4/30",
            "203.0.113.0/24",
            "203.0.113.64/26",
            "203.0.113.77/32",
            "172.30.0.0/24",
            "172.30.0.12/32",
            "fd00:10:244::/48",
            "fd00:10:244:1::/64",
            "2001:db8::/32",
            "2001:db8:1::/48",
            "::/64",
            "8000::/1",
            "128.0.0.0/1");

    private final Random random;
    private final List<IpPrefix> blocks = new ArrayList<>();
    private final List<String> namespaces;
    private int policies;

    /** @param pods at least one */
    public RandomPolicies(Random random, List<Pod> pods) {
        this.random = random;
        namespaces = pods.stream().map(pod -> pod.ref().namespace()).toList();
        BLOCKS.forEach(text -> blocks.add(IpPrefix.parse(text)));
        for (Pod pod : pods) {
            pod.declaredAddresses().forEach(address -> blocks.add(around(address)));
        }
    }

    private IpPrefix around(IpAddress address) {
        return IpPrefix.of(address, address.bits() - random.nextInt(6));
    }

    public NetworkPolicy policy() {
        Set<Direction> types = new HashSet<>();
        times(random.nextInt(3), () -> types.add(one(List.of(Direction.values()))));
        return new NetworkPolicy(
                new PolicyRef(one(namespaces), "policy-" + policies++),
                mode(random),
                selector(false),
                types,
                times(random.nextInt(4), this::rule),
                times(random.nextInt(4), this::rule));
    }

    /** Mostly none; one word in four is not known. */
    static Map<String, String> mode(Random random) {
        List<String> words =
                List.of(PolicyMode.SHADOW_VALUE, PolicyMode.SHADOW_VALUE, PolicyMode.ENFORCE_VALUE, "Shadow");
        return random.nextInt(3) > 0
                ? Map.of()
                : Map.of(PolicyMode.ANNOTATION, words.get(random.nextInt(words.size())));
    }

    private Rule rule() {
        return new Rule(times(random.nextInt(4), this::peer), times(random.nextInt(4), this::port));
    }

    private Peer peer() {
        return switch (random.nextInt(5)) {
            case 0 -> new Peer.PodPeer(selector(false));
            case 1 -> new Peer.NamespacePeer(selector(true), LabelSelector.EVERYTHING);
            case 2 -> new Peer.NamespacePeer(selector(true), selector(false));
            default -> block();
        };
    }

    private Peer block() {
        IpPrefix range = one(blocks);
        List<IpPrefix> except = blocks.stream()
                .filter(prefix -> !prefix.equals(range) && range.contains(prefix) && random.nextInt(3) == 0)
                .toList();
        return new Peer.IpBlockPeer(range, except);
    }

    private PolicyPort port() {
        Protocol protocol = one(RandomCluster.PROTOCOLS_WITH_PORTS);
        return switch (random.nextInt(6)) {
            case 0 -> new PolicyPort(protocol, new AnyPort());
            case 1 -> range(protocol, one(RandomCluster.PORTS), 65536);
            case 2 -> range(protocol, one(RandomCluster.PORTS), 9);
            case 3, 4 -> new PolicyPort(protocol, new NamedPort(one(RandomCluster.PORT_NAMES)));
            default -> new PolicyPort(protocol, new NumberedPorts(PortRange.single(one(RandomCluster.PORTS))));
        };
    }

    private PolicyPort range(Protocol protocol, int first, int width) {
        int last = first + random.nextInt(Math.min(width, 65536 - first));
        return new PolicyPort(protocol, new NumberedPorts(new PortRange(first, last)));
    }

    private LabelSelector selector(boolean ofNamespaces) {
        Map<String, String> matchLabels = new HashMap<>();
        if (random.nextInt(3) == 0) {
            return LabelSelector.EVERYTHING;
        }
        if (random.nextBoolean()) {
            matchLabels.put(mentionable(), one(RandomCluster.VALUES));
        }
        if (ofNamespaces && random.nextInt(4) == 0) {
            matchLabels.put("kubernetes.io/metadata.name", one(RandomCluster.NAMESPACES));
        }
        return new LabelSelector(matchLabels, times(random.nextInt(3), this::requirement));
    }

    private Requirement requirement() {
        Operator operator = one(List.of(Operator.values()));
        boolean valued = operator == Operator.IN || operator == Operator.NOT_IN;
        return new Requirement(
                mentionable(),
                operator,
                valued ? times(1 + random.nextInt(2), () -> one(RandomCluster.VALUES)) : List.of());
    }

    private String mentionable() {
        return one(RandomCluster.KEYS.subList(0, 2));
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
