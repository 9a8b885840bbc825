package dev.weir;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyPort;
import dev.weir.cluster.PolicyPort.NumberedPorts;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.cluster.Workload;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Namespaces of one team each, with policies, for what is rehearsed while the start-up cache is made. */
final class MadeUpCluster {
    private static final int NAMESPACES = 600;
    private static final int NODES = 50;
    private static final List<PolicyPort> HTTPS =
            List.of(new PolicyPort(Protocol.TCP, new NumberedPorts(PortRange.single(8443))));

    private final List<Namespace> namespaces = new ArrayList<>();
    private final List<Pod> pods = new ArrayList<>();
    private final List<NetworkPolicy> policies = new ArrayList<>();

    MadeUpCluster() {
        for (int i = 0; i < NAMESPACES; i++) {
            addNamespace("team-" + i);
        }
    }

    List<Pod> pods() {
        return List.copyOf(pods);
    }

    ClusterContents contents() {
        return new ClusterContents(namespaces, List.of(), pods, policies, LoggingConfig.ABSENT, LoggingConfig.ABSENT);
    }

    private void addNamespace(String name) {
        namespaces.add(new Namespace(name, Map.of("team", name), Map.of()));
        addPolicy(name, "default-deny", Map.of(), List.of());
        for (String app : List.of("web", "database")) {
            Map<String, String> labels = Map.of("app", app);
            addPolicy(name, app, labels, rules(app, name));
            addPod(name, app + "-1", labels);
            addPod(name, app + "-2", labels);
        }
    }

    private static List<Rule> rules(String app, String namespace) {
        Peer own = new Peer.PodPeer(LabelSelector.ofLabels(Map.of("app", app)));
        Peer team = new Peer.NamespacePeer(LabelSelector.ofLabels(Map.of("team", namespace)), LabelSelector.EVERYTHING);
        Peer private10 = new Peer.IpBlockPeer(IpPrefix.parse("10.0.0.0/8"), List.of());
        return List.of(new Rule(List.of(own), List.of()), new Rule(List.of(team, private10), HTTPS));
    }

    private void addPolicy(String namespace, String name, Map<String, String> selected, List<Rule> ingress) {
        policies.add(new NetworkPolicy(
                new PolicyRef(namespace, name),
                Map.of(),
                LabelSelector.ofLabels(selected),
                Set.of(Direction.values()),
                ingress,
                List.of()));
    }

    private void addPod(String namespace, String name, Map<String, String> labels) {
        int number = pods.size();
        pods.add(new Pod(
                new PodRef(namespace, name),
                Integer.toString(number),
                labels,
                new NodeName("node-" + number % NODES),
                List.of(IpAddress.v4(0x0a000000 | number)),
                false,
                PodPhase.RUNNING,
                true,
                new Workload("Deployment", name.substring(0, name.indexOf('-'))),
                List.of()));
    }
}
