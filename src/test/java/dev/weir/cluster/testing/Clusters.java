package dev.weir.cluster.testing;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ContainerPort;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Peer;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Two nodes, {@code node-1} and {@code node-2}, and what is added to them. */
public final class Clusters {
    private final List<Namespace> namespaces = new ArrayList<>();
    private final List<Pod> pods = new ArrayList<>();
    private final List<NetworkPolicy> policies = new ArrayList<>();
    private LoggingConfig logging = LoggingConfig.ABSENT;

    public static Clusters aCluster() {
        return new Clusters();
    }

    /** @param pod namespace/name; its label {@code app} is its name up to the last dash */
    public Clusters withPod(String pod, String node, String address, ContainerPort... ports) {
        String namespace = pod.substring(0, pod.indexOf('/'));
        String name = pod.substring(pod.indexOf('/') + 1);
        String app = name.contains("-") ? name.substring(0, name.lastIndexOf('-')) : name;
        pods.add(new Pod(
                new PodRef(namespace, name),
                "uid-" + name,
                Map.of("app", app),
                new NodeName(node),
                List.of(IpAddress.parse(address)),
                false,
                PodPhase.RUNNING,
                true,
                null,
                List.of(ports)));
        return this;
    }

    public Clusters withNamespace(String name, Map<String, String> labels, Map<String, String> annotations) {
        namespaces.add(new Namespace(name, labels, annotations));
        return this;
    }

    public Clusters withPolicy(NetworkPolicy policy) {
        policies.add(policy);
        return this;
    }

    /** Isolates every pod of the namespace in both directions, and admits nothing. */
    public static NetworkPolicy denyAll(String namespace, String name) {
        return new NetworkPolicy(
                new PolicyRef(namespace, name),
                Map.of(),
                LabelSelector.EVERYTHING,
                Set.of(Direction.values()),
                List.of(),
                List.of());
    }

    /** Admits what the pods of one app send to the pods of another in the same namespace. */
    public static NetworkPolicy allowIngress(String namespace, String name, String fromApp, String toApp) {
        Peer from = new Peer.PodPeer(LabelSelector.ofLabels(Map.of("app", fromApp)));
        return new NetworkPolicy(
                new PolicyRef(namespace, name),
                Map.of(),
                LabelSelector.ofLabels(Map.of("app", toApp)),
                Set.of(Direction.INGRESS),
                List.of(new Rule(List.of(from), List.of())),
                List.of());
    }

    public Clusters withLogging(LoggingConfig config) {
        logging = config;
        return this;
    }

    public ClusterContents contents() {
        return new ClusterContents(namespaces, List.of(node(1), node(2)), pods, policies, logging, logging);
    }

    private static Node node(int number) {
        return new Node(
                new NodeName("node-" + number), Map.of(), List.of(IpAddress.parse("172.30.0.1" + number)), true);
    }
}
