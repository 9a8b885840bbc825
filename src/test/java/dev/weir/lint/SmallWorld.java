package dev.weir.lint;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyTree;
import dev.weir.document.ObjectDocument;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.policy.Packet;
import dev.weir.policy.PolicyEvaluator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cluster so small that every packet that matters can be asked about. */
public final class SmallWorld {
    private static final List<String> OUTSIDE =
            List.of("10.1.9.9", "10.9.0.1", "203.0.113.7", "2001:db8::7", "fd00::1:7");
    private static final List<Integer> PORTS = List.of(53, 80, 81, 90, 443, 8080);

    private SmallWorld() {}

    public static ClusterSnapshot snapshot(List<NetworkPolicy> policies) {
        LoggingConfig quiet = new LoggingConfig(
                new LoggingConfig.Switch(false, false), new LoggingConfig.Switch(false, false), 1, "1");
        return ClusterSnapshot.of(
                1,
                new ClusterContents(
                        List.of(
                                new Namespace("shop", Map.of("team", "a"), Map.of()),
                                new Namespace("ops", Map.of("team", "b", "env", "prod"), Map.of()),
                                new Namespace("bare", Map.of(), Map.of())),
                        List.of(new Node(new NodeName("node"), Map.of(), List.of(IpAddress.parse("172.30.0.1")), true)),
                        List.of(
                                pod("shop", "web", 1, Map.of("app", "web", "tier", "front"), false),
                                pod("shop", "db", 2, Map.of("app", "db"), false),
                                pod("shop", "plain", 3, Map.of(), false),
                                pod("shop", "agent", 4, Map.of("app", "agent"), true),
                                pod("ops", "web", 5, Map.of("app", "web"), false),
                                pod("ops", "db", 6, Map.of("app", "db", "tier", "back"), false),
                                pod("bare", "job", 7, Map.of("tier", "front"), false)),
                        policies,
                        quiet,
                        quiet));
    }

    private static Pod pod(String namespace, String name, int number, Map<String, String> labels, boolean hostNetwork) {
        return new Pod(
                new PodRef(namespace, name),
                namespace + name,
                labels,
                new NodeName("node"),
                List.of(IpAddress.parse("10.1.0." + number), IpAddress.parse("fd00::" + number)),
                hostNetwork,
                PodPhase.RUNNING,
                true,
                null,
                "web".equals(labels.get("app")) ? List.of(new ContainerPort("http", Protocol.TCP, 8080)) : List.of());
    }

    public static NetworkPolicy policy(String name, String spec) {
        return read("metadata: {name: " + name + ", namespace: shop}\nspec: {" + spec + "}\n");
    }

    static NetworkPolicy read(String yaml) {
        return PolicyTree.read(ObjectDocument.parse(yaml).object());
    }

    /** The verdict of every packet that some selector, range or port could tell from another. */
    static Map<Packet, Object> verdicts(ClusterSnapshot snapshot) {
        PolicyEvaluator evaluator = new PolicyEvaluator(snapshot);
        Map<Packet, Object> verdicts = new LinkedHashMap<>();
        packets(snapshot)
                .forEach(packet ->
                        verdicts.put(packet, evaluator.evaluate(packet).verdict()));
        return verdicts;
    }

    public static List<Packet> packets(ClusterSnapshot snapshot) {
        List<IpAddress> addresses = new ArrayList<>();
        snapshot.pods().forEach(pod -> addresses.addAll(pod.addresses()));
        OUTSIDE.forEach(address -> addresses.add(IpAddress.parse(address)));
        List<Packet> packets = new ArrayList<>();
        for (IpAddress source : addresses) {
            for (IpAddress destination : addresses) {
                if (source.isV4() == destination.isV4()) {
                    packets.addAll(packets(source, destination));
                }
            }
        }
        return packets;
    }

    private static List<Packet> packets(IpAddress source, IpAddress destination) {
        List<Packet> packets = new ArrayList<>();
        packets.add(new Packet(source, destination, source.isV4() ? Protocol.ICMP : Protocol.ICMPV6, 0));
        for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP)) {
            PORTS.forEach(port -> packets.add(new Packet(source, destination, protocol, port)));
        }
        return packets;
    }
}
