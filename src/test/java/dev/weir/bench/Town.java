package dev.weir.bench;

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
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Rule;
import dev.weir.cluster.Workload;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.store.RecordStore;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.IpPrefix;
import dev.weir.net.PortRange;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.policy.Packet;
import dev.weir.simulation.PolicyEdits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A cluster as many have it: 50 namespaces of 10 workloads with 10 pods each; in each a default-deny and nine policies for a workload, which admit
 * two workloads here, one of another namespace and a range outside. And what its pods opened in a day.
 */
final class Town {
    private static final int NAMESPACES = 50;
    private static final int WORKLOADS = 10;
    private static final int REPLICAS = 10;
    private static final int BATCH = 10_000;

    private final Random random = new Random(20261125);
    private final List<Pod> pods = new ArrayList<>();

    static String namespace(int number) {
        return "town-" + number % NAMESPACES;
    }

    ClusterContents contents() {
        List<Namespace> namespaces = new ArrayList<>();
        List<NetworkPolicy> policies = new ArrayList<>();
        for (int i = 0; i < NAMESPACES; i++) {
            namespaces.add(new Namespace(
                    namespace(i),
                    Map.of("kubernetes.io/metadata.name", namespace(i), "team", "team-" + i % 7),
                    Map.of()));
            policies.add(deny(i, true));
            for (int workload = 1; workload < WORKLOADS; workload++) {
                policies.add(admit(i, workload, 8080));
            }
            for (int pod = 0; pod < WORKLOADS * REPLICAS; pod++) {
                pods.add(pod(i, pod / REPLICAS, pod % REPLICAS));
            }
        }
        LoggingConfig all =
                new LoggingConfig(new LoggingConfig.Switch(true, false), new LoggingConfig.Switch(true, false), 1, "1");
        return new ClusterContents(namespaces, List.of(), pods, policies, all, all);
    }

    private static Pod pod(int namespace, int workload, int replica) {
        String app = "app-" + workload;
        return new Pod(
                new PodRef(namespace(namespace), app + "-" + replica),
                app + "-" + replica,
                Map.of("app", app, "tier", "tier-" + workload % 3, "pod-template-hash", "6d4f"),
                new NodeName("node-" + (namespace * 7 + replica) % 20),
                List.of(IpAddress.parse("10." + namespace + "." + workload + "." + (replica + 1))),
                false,
                PodPhase.RUNNING,
                true,
                new Workload("Deployment", app),
                List.of());
    }

    private static NetworkPolicy deny(int namespace, boolean egress) {
        return new NetworkPolicy(
                new PolicyRef(namespace(namespace), "default-deny"),
                Map.of(),
                LabelSelector.EVERYTHING,
                egress ? Set.of(Direction.values()) : Set.of(Direction.INGRESS),
                List.of(),
                List.of());
    }

    private static NetworkPolicy admit(int namespace, int workload, int port) {
        List<Peer> peers = List.of(
                app(workload - 1),
                app((workload + 3) % WORKLOADS),
                new Peer.NamespacePeer(
                        LabelSelector.ofLabels(Map.of("team", "team-" + (namespace + 1) % 7)),
                        LabelSelector.ofLabels(Map.of("app", "app-" + workload))),
                new Peer.IpBlockPeer(
                        IpPrefix.parse("203.0.113.0/24"),
                        List.of(IpPrefix.parse("203.0.113." + 16 * (workload % 8) + "/28"))));
        PolicyPort ports = new PolicyPort(Protocol.TCP, new PolicyPort.NumberedPorts(PortRange.single(port)));
        Rule everywhere = new Rule(List.of(), List.of());
        return new NetworkPolicy(
                new PolicyRef(namespace(namespace), "app-" + workload),
                Map.of(),
                LabelSelector.ofLabels(Map.of("app", "app-" + workload)),
                Set.of(Direction.values()),
                List.of(new Rule(peers, List.of(ports))),
                List.of(everywhere));
    }

    private static Peer app(int workload) {
        return new Peer.PodPeer(LabelSelector.ofLabels(Map.of("app", "app-" + workload)));
    }

    NetworkPolicy narrowEdit(int round) {
        return admit(round % NAMESPACES, 1 + round % (WORKLOADS - 1), 8081 + round);
    }

    /** No more for egress: all pods of the namespace are concerned, towards everybody. */
    NetworkPolicy wideEdit(int round) {
        return deny(round % NAMESPACES, false);
    }

    PolicyEdits manyEdits(int round) {
        PolicyEdits edits = new PolicyEdits();
        for (int i = 0; i < 40; i++) {
            edits.apply(admit((round + i) % NAMESPACES, 1 + i % (WORKLOADS - 1), 9000 + i));
        }
        return edits;
    }

    /** To the first workload of a namespace, which the default-deny alone isolates. */
    Packet deniedPacket(int round) {
        Pod from = pod((round + 1) % NAMESPACES, 2, 0);
        Pod to = pod(round % NAMESPACES, 0, 0);
        return new Packet(from.addresses().getFirst(), to.addresses().getFirst(), Protocol.TCP, 6379);
    }

    void record(RecordStore store, int records, Instant now) {
        List<FlowRecord> batch = new ArrayList<>();
        for (int i = 1; i <= records; i++) {
            Instant time =
                    now.minus(Duration.ofDays(1).multipliedBy(records - i + 1).dividedBy(records + 2));
            batch.add(record(i, time));
            if (batch.size() == BATCH || i == records) {
                store.append("node-0", 1, batch);
                batch.clear();
            }
        }
    }

    private FlowRecord record(long sequence, Instant time) {
        Pod from = pods.get(random.nextInt(pods.size()));
        Pod to = pods.get(random.nextInt(pods.size()));
        boolean denied = random.nextInt(10) == 0;
        return new FlowRecord(
                sequence,
                time,
                time,
                denied ? Verdict.DENIED : Verdict.ALLOWED,
                Direction.INGRESS,
                new FlowRecord.Connection(
                        Protocol.TCP,
                        from.addresses().getFirst(),
                        30_000 + random.nextInt(20_000),
                        to.addresses().getFirst(),
                        8080),
                new FlowPeer.PodEnd(from.ref(), from.workload(), "node-0"),
                new FlowPeer.PodEnd(to.ref(), to.workload(), "node-0"),
                List.of(),
                1,
                1);
    }
}
