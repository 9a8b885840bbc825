package dev.weir.policy;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LabelSelector.Operator;
import dev.weir.cluster.LabelSelector.Requirement;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyPort;
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
import java.util.function.Supplier;

/** Small clusters in which everything that policies can say occurs, and packets that come close to their edges. */
final class RandomCluster {
    private static final List<String> NAMESPACES = List.of("shop", "pay", "ops", "lab");
    private static final List<String> KEYS = List.of("app", "tier", "unmentioned");
    private static final List<String> VALUES = List.of("a", "b", "c");
    private static final List<String> PORT_NAMES = List.of("http", "dns", "metrics");
    private static final List<Integer> PORTS = List.of(53, 79, 80, 81, 443, 8080, 8081, 65535);
    private static final List<Protocol> POLICY_PROTOCOLS = List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP);
    private static final List<Protocol> PACKET_PROTOCOLS =
            List.of(Protocol.TCP, Protocol.TCP, Protocol.UDP, Protocol.SCTP, Protocol.ICMP, Protocol.ICMPV6);
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
            "fd00:10:244::/48",
            "fd00:10:244:1::/64",
            "2001:db8::/32",
            "2001:db8:1::/48",
            "::/64",
            "8000::/1",
            "128.0.0.0/1");
    private static final List<String> OUTSIDE = List.of(
            "203.0.113.1",
            "203.0.113.77",
            "203.0.113.100",
            "198.51.100.9",
            "2001:db8::1",
            "2001:db8:1::1",
            "::1:2",
            "fd00:10:244:7::9",
            "10.244.9.9");

    private final Random random;

    RandomCluster(long seed) {
        random = new Random(seed);
    }

    ClusterSnapshot snapshot() {
        List<Namespace> namespaces = new ArrayList<>();
        for (String name : NAMESPACES) {
            // A namespace whose object has not arrived yet has no labels.
            if (random.nextInt(10) > 0) {
                namespaces.add(new Namespace(name, labels(), Map.of()));
            }
        }
        List<Node> nodes = List.of(node(1), node(2));
        List<Pod> pods = times(3 + random.nextInt(8), this::pod);
        List<NetworkPolicy> policies = times(random.nextInt(7), this::policy);
        return ClusterSnapshot.of(
                1, new ClusterContents(namespaces, nodes, pods, policies, LoggingConfig.ABSENT, LoggingConfig.ABSENT));
    }

    Packet packet(ClusterSnapshot cluster) {
        List<IpAddress> addresses = new ArrayList<>();
        cluster.pods().forEach(pod -> addresses.addAll(pod.declaredAddresses()));
        cluster.nodes().forEach(node -> addresses.addAll(node.addresses()));
        OUTSIDE.forEach(text -> addresses.add(IpAddress.parse(text)));
        IpAddress source = one(addresses);
        List<IpAddress> sameFamily = addresses.stream()
                .filter(address -> address.isV4() == source.isV4())
                .toList();
        Protocol protocol = one(PACKET_PROTOCOLS);
        return new Packet(source, one(sameFamily), protocol, protocol.hasPorts() ? one(PORTS) : 0);
    }

    private Node node(int number) {
        List<IpAddress> addresses =
                List.of(IpAddress.parse("172.30.0.1" + number), IpAddress.parse("fd00:172:30::1" + number));
        return new Node(new NodeName("node-" + number), Map.of(), addresses, true);
    }

    private Pod pod() {
        int node = 1 + random.nextInt(2);
        int host = 2 + random.nextInt(12);
        boolean hostNetwork = random.nextInt(12) == 0;
        List<IpAddress> addresses = hostNetwork
                ? node(node).addresses()
                : List.of(
                        IpAddress.parse("10.244." + node + "." + host),
                        IpAddress.parse("fd00:10:244:" + node + "::" + host));
        return new Pod(
                new PodRef(one(NAMESPACES), "pod-" + node + "-" + host),
                "uid-" + host,
                labels(),
                new NodeName("node-" + node),
                random.nextInt(15) == 0 ? List.of() : addresses,
                hostNetwork,
                random.nextInt(12) == 0 ? PodPhase.SUCCEEDED : PodPhase.RUNNING,
                true,
                null,
                times(random.nextInt(4), this::containerPort));
    }

    private ContainerPort containerPort() {
        return new ContainerPort(one(PORT_NAMES), one(POLICY_PROTOCOLS), one(PORTS));
    }

    private NetworkPolicy policy() {
        Set<Direction> types = new HashSet<>();
        times(random.nextInt(3), () -> types.add(one(List.of(Direction.values()))));
        return new NetworkPolicy(
                new PolicyRef(one(NAMESPACES), "policy-" + random.nextInt(5)),
                Map.of(),
                selector(),
                types,
                times(random.nextInt(4), this::rule),
                times(random.nextInt(4), this::rule));
    }

    private Rule rule() {
        return new Rule(times(random.nextInt(4), this::peer), times(random.nextInt(4), this::port));
    }

    private Peer peer() {
        return switch (random.nextInt(5)) {
            case 0 -> new Peer.PodPeer(selector());
            case 1 -> new Peer.NamespacePeer(selector(), LabelSelector.EVERYTHING);
            case 2 -> new Peer.NamespacePeer(selector(), selector());
            default -> block();
        };
    }

    private Peer block() {
        IpPrefix range = IpPrefix.parse(one(BLOCKS));
        List<IpPrefix> except = BLOCKS.stream()
                .map(IpPrefix::parse)
                .filter(prefix -> !prefix.equals(range) && range.contains(prefix) && random.nextBoolean())
                .toList();
        return new Peer.IpBlockPeer(range, except);
    }

    private PolicyPort port() {
        Protocol protocol = one(POLICY_PROTOCOLS);
        return switch (random.nextInt(5)) {
            case 0 -> new PolicyPort(protocol, new PolicyPort.AnyPort());
            case 1 -> {
                int first = one(PORTS);
                yield new PolicyPort(
                        protocol,
                        new PolicyPort.NumberedPorts(new PortRange(first, first + random.nextInt(65536 - first))));
            }
            case 2, 3 -> new PolicyPort(protocol, new PolicyPort.NamedPort(one(PORT_NAMES)));
            default -> new PolicyPort(protocol, new PolicyPort.NumberedPorts(PortRange.single(one(PORTS))));
        };
    }

    private LabelSelector selector() {
        Map<String, String> matchLabels = new HashMap<>();
        List<Requirement> requirements = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            return LabelSelector.EVERYTHING;
        }
        if (random.nextBoolean()) {
            matchLabels.put(mentionable(), one(VALUES));
        }
        if (random.nextBoolean()) {
            Operator operator = one(List.of(Operator.values()));
            boolean valued = operator == Operator.IN || operator == Operator.NOT_IN;
            requirements.add(new Requirement(
                    mentionable(), operator, valued ? times(1 + random.nextInt(2), () -> one(VALUES)) : List.of()));
        }
        return new LabelSelector(matchLabels, requirements);
    }

    private String mentionable() {
        return one(KEYS.subList(0, 2));
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        for (String key : KEYS) {
            if (random.nextInt(3) > 0) {
                labels.put(key, one(VALUES));
            }
        }
        return labels;
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static <T> List<T> times(int count, Supplier<T> supplier) {
        List<T> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            result.add(supplier.get());
        }
        return result;
    }
}
