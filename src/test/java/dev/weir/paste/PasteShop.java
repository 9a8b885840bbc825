package dev.weir.paste;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.Workload;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.Connection;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.MemoryRecordStore;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.TimeRange;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A small shop, and records of every end with every other, through three ports, allowed and denied, at several times. */
final class PasteShop implements ClusterView {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<Duration> AGES = List.of(
            Duration.ofMinutes(2),
            Duration.ofMinutes(20),
            Duration.ofMinutes(50),
            Duration.ofHours(20),
            Duration.ofHours(40));

    private final ClusterSnapshot cluster;
    private final MemoryRecordStore records = new MemoryRecordStore();

    PasteShop() {
        List<Pod> pods = List.of(
                pod("shop", "web-6d4c-x2x9p", new Workload("Deployment", "web"), "10.244.1.7"),
                pod("shop", "cart-59f8-abcde", new Workload("Deployment", "cart"), "10.244.2.8"),
                pod("shop", "redis-cart-0", new Workload("StatefulSet", "redis-cart"), "10.244.1.9"),
                pod("shop", "rogue", null, "10.244.2.10"),
                pod("payments", "ledger-0", new Workload("StatefulSet", "ledger"), "10.244.2.12"));
        cluster = ClusterSnapshot.of(
                1,
                new ClusterContents(
                        List.of(
                                new Namespace("shop", Map.of(), Map.of()),
                                new Namespace("payments", Map.of(), Map.of())),
                        List.of(node("weir-node-1"), node("weir-node-2")),
                        pods,
                        List.of(
                                policy("shop", "web-in"),
                                policy("shop", "default-deny"),
                                policy("payments", "default-deny")),
                        LoggingConfig.ABSENT,
                        LoggingConfig.ABSENT));
        records.append("weir-node-1", 1, traffic(pods));
    }

    @Override
    public ClusterSnapshot current() {
        return cluster;
    }

    @Override
    public Freshness freshness() {
        return new Freshness.Current(NOON);
    }

    RecordReader records() {
        return records;
    }

    List<StoredRecord> stored() {
        TimeRange ever = new TimeRange(NOON.minus(Duration.ofDays(9)), NOON);
        return records.query(RecordQuery.newest(RecordFilter.ALL, ever, RecordReader.MAX_PAGE))
                .records();
    }

    private static List<FlowRecord> traffic(List<Pod> pods) {
        List<FlowRecord> all = new ArrayList<>();
        for (Pod source : pods) {
            for (Pod destination : pods) {
                for (int port : List.of(6379, 8080, 53)) {
                    for (Verdict verdict : Verdict.values()) {
                        for (int family = 0; family < 2; family++) {
                            all.add(record(all.size() + 1, source, destination, port, verdict, family));
                        }
                    }
                }
            }
        }
        return all;
    }

    private static FlowRecord record(int sequence, Pod source, Pod destination, int port, Verdict verdict, int family) {
        Instant time = NOON.minus(AGES.get(sequence % AGES.size()));
        return new FlowRecord(
                sequence,
                time,
                time,
                verdict,
                sequence % 3 == 0 ? Direction.EGRESS : Direction.INGRESS,
                new Connection(
                        port == 53 ? Protocol.UDP : Protocol.TCP,
                        source.addresses().get(family),
                        40_000,
                        destination.addresses().get(family),
                        port),
                end(source),
                end(destination),
                List.of(),
                1 + sequence % 7,
                1);
    }

    private static FlowPeer end(Pod pod) {
        return new FlowPeer.PodEnd(pod.ref(), pod.workload(), "weir-node-1");
    }

    private static Node node(String name) {
        return new Node(new NodeName(name), Map.of(), List.of(), true);
    }

    private static NetworkPolicy policy(String namespace, String name) {
        return new NetworkPolicy(
                new PolicyRef(namespace, name),
                Map.of(),
                LabelSelector.EVERYTHING,
                Set.of(Direction.INGRESS),
                List.of(),
                List.of());
    }

    private static Pod pod(String namespace, String name, @Nullable Workload workload, String address) {
        String six = "fd00:" + address.replaceFirst("(\\d+)\\.(\\d+)\\.(\\d+)\\.(\\d+)", "$1:$2:$3::$4");
        return new Pod(
                new PodRef(namespace, name),
                "uid-" + name,
                Map.of(),
                new NodeName("weir-node-1"),
                List.of(IpAddress.parse(address), IpAddress.parse(six)),
                false,
                PodPhase.RUNNING,
                true,
                workload,
                List.of());
    }
}
