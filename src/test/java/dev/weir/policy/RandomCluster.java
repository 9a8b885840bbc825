package dev.weir.policy;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.net.IpAddress;
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
public final class RandomCluster {
    static final List<String> NAMESPACES = List.of("shop", "pay", "ops", "lab");
    static final List<String> KEYS = List.of("app", "tier", "unmentioned");
    static final List<String> VALUES = List.of("a", "b", "c", "");
    static final List<String> PORT_NAMES = List.of("http", "dns", "metrics");
    public static final List<Integer> PORTS = List.of(53, 79, 80, 81, 443, 8080, 8081, 65535);
    static final List<Protocol> PROTOCOLS_WITH_PORTS = List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP);
    private static final Protocol GRE = new Protocol(47);
    private static final List<String> OUTSIDE = List.of(
            "203.0.113.1",
            "203.0.113.77",
            "203.0.113.100",
            "198.51.100.9",
            "2001:db8::1",
            "2001:db8:1::1",
            "::1:2",
            "fd00:10:244:7::9",
            "10.244.9.9",
            "172.30.0.99");

    private final Random random;
    private final Set<IpAddress> taken = new HashSet<>();
    private int pods;

    public RandomCluster(long seed) {
        random = new Random(seed);
    }

    public ClusterSnapshot snapshot() {
        List<Namespace> namespaces = new ArrayList<>();
        for (String name : NAMESPACES) {
            // A namespace whose object has not arrived yet has no labels.
            if (random.nextInt(10) > 0) {
                Map<String, String> labels = labels();
                labels.put("kubernetes.io/metadata.name", name);
                namespaces.add(new Namespace(name, labels, RandomPolicies.mode(random)));
            }
        }
        List<Node> nodes = List.of(node(1), node(2));
        List<Pod> all = times(3 + random.nextInt(10), this::pod);
        RandomPolicies policies = new RandomPolicies(random, all);
        return ClusterSnapshot.of(
                1,
                new ClusterContents(
                        namespaces,
                        nodes,
                        all,
                        times(random.nextInt(8), policies::policy),
                        LoggingConfig.ABSENT,
                        LoggingConfig.ABSENT));
    }

    public Packet packet(ClusterSnapshot cluster) {
        List<IpAddress> addresses = new ArrayList<>();
        for (int i = 0; i < 3; i++) { // Most packets come from pods and go to pods.
            cluster.pods().forEach(pod -> addresses.addAll(pod.declaredAddresses()));
        }
        cluster.nodes().forEach(node -> addresses.addAll(node.addresses()));
        OUTSIDE.forEach(text -> addresses.add(IpAddress.parse(text)));
        IpAddress source = one(addresses);
        List<IpAddress> sameFamily = addresses.stream()
                .filter(address -> address.isV4() == source.isV4())
                .toList();
        Protocol ping = source.isV4() ? Protocol.ICMP : Protocol.ICMPV6;
        Protocol protocol = one(List.of(Protocol.TCP, Protocol.TCP, Protocol.UDP, Protocol.SCTP, ping, GRE));
        return new Packet(source, one(sameFamily), protocol, protocol.hasPorts() ? port(cluster) : 0);
    }

    /** One that somebody mentions, or a neighbour of one. */
    private int port(ClusterSnapshot cluster) {
        List<Integer> ports = new ArrayList<>(PORTS);
        cluster.pods().forEach(pod -> pod.ports().forEach(port -> ports.add(port.port())));
        return Math.clamp(one(ports) + (long) random.nextInt(3) - 1, 1, 65535);
    }

    private Node node(int number) {
        List<IpAddress> addresses =
                List.of(IpAddress.parse("172.30.0.1" + number), IpAddress.parse("fd00:172:30::1" + number));
        return new Node(new NodeName("node-" + number), Map.of(), addresses, true);
    }

    private Pod pod() {
        int node = 1 + random.nextInt(2);
        boolean hostNetwork = random.nextInt(12) == 0;
        PodPhase phase = one(List.of(
                PodPhase.RUNNING,
                PodPhase.RUNNING,
                PodPhase.RUNNING,
                PodPhase.RUNNING,
                PodPhase.PENDING,
                PodPhase.UNKNOWN,
                PodPhase.SUCCEEDED,
                PodPhase.FAILED));
        boolean scheduled = random.nextInt(15) > 0;
        return new Pod(
                new PodRef(one(NAMESPACES), "pod-" + (char) ('a' + pods++)),
                "uid-" + pods,
                labels(),
                scheduled ? new NodeName("node-" + node) : null,
                hostNetwork ? node(node).addresses() : addresses(node, phase),
                hostNetwork,
                phase,
                true,
                null,
                times(random.nextInt(4), this::containerPort));
    }

    /** One family or both, or none yet; a pod that ended may still name what another has. */
    private List<IpAddress> addresses(int node, PodPhase phase) {
        int host = 2 + random.nextInt(12);
        List<IpAddress> both = List.of(
                IpAddress.parse("10.244." + node + "." + host),
                IpAddress.parse("fd00:10:244:" + node + "::" + Integer.toHexString(host)));
        List<IpAddress> some = switch (random.nextInt(8)) {
            case 0 -> List.of();
            case 1 -> both.subList(0, 1);
            case 2 -> both.subList(1, 2);
            default -> both;
        };
        return some.stream()
                .filter(address -> phase.isOver() || taken.add(address))
                .toList();
    }

    private ContainerPort containerPort() {
        return new ContainerPort(one(PORT_NAMES), one(PROTOCOLS_WITH_PORTS), one(PORTS));
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

    static <T> List<T> times(int count, Supplier<T> supplier) {
        List<T> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            result.add(supplier.get());
        }
        return result;
    }
}
