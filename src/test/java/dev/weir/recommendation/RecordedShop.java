package dev.weir.recommendation;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.Node;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.Workload;
import dev.weir.counts.PairVerdicts;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.PolicyRole;
import dev.weir.flow.store.MemoryRecordStore;
import dev.weir.flow.store.TimeRange;
import dev.weir.history.ClusterHistory;
import dev.weir.history.HistorySettings;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.nodes.FakeNodeRegistry;
import dev.weir.nodes.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The namespace shop, another one, and what was recorded of them. */
final class RecordedShop implements AutoCloseable {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final TimeRange DAY = new TimeRange(NOON.minus(Duration.ofDays(1)), NOON);
    static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

    private final ClusterState cluster = new ClusterState();
    private final MemoryRecordStore store = new MemoryRecordStore();
    private final SettableClock clock = new SettableClock();
    private final ClusterHistory history =
            new ClusterHistory(new HistorySettings("", Duration.ofDays(7), 100_000), clock);
    private final List<Namespace> namespaces = new ArrayList<>();
    private final List<Pod> pods = new ArrayList<>();
    private final List<NetworkPolicy> policies = new ArrayList<>();
    private List<PairVerdicts> counted = List.of();
    private long sequence;

    static RecordedShop withNamespaces(String... names) {
        RecordedShop shop = new RecordedShop();
        Arrays.stream(names).forEach(name -> shop.namespace(name, Map.of(NAMESPACE_NAME, name), Map.of()));
        return shop;
    }

    RecordedShop namespace(String name, Map<String, String> labels, Map<String, String> annotations) {
        namespaces.removeIf(one -> one.name().equals(name));
        namespaces.add(new Namespace(name, labels, annotations));
        return publish();
    }

    RecordedShop policy(NetworkPolicy policy) {
        policies.add(policy);
        return publish();
    }

    RecordedShop counted(PairVerdicts... pairs) {
        counted = List.of(pairs);
        return this;
    }

    Pod pod(String ref, String address, @Nullable String deployment, Map<String, String> labels) {
        Pod pod = made(ref, address, deployment, labels);
        pods.add(pod);
        publish();
        return pod;
    }

    /** One that does not run (any more). */
    static Pod made(String ref, String address, @Nullable String deployment, Map<String, String> labels) {
        String[] parts = ref.split("/");
        return new Pod(
                new PodRef(parts[0], parts[1]),
                ref,
                labels,
                new NodeName("node-1"),
                List.of(IpAddress.parse(address)),
                false,
                PodPhase.RUNNING,
                true,
                deployment == null ? null : new Workload("Deployment", deployment),
                List.of());
    }

    private RecordedShop publish() {
        LoggingConfig all = new LoggingConfig(new Switch(true, false), new Switch(true, false), 1, "1");
        Node node = new Node(new NodeName("node-1"), Map.of(), List.of(IpAddress.parse("172.30.0.11")), true);
        cluster.replace(new ClusterContents(namespaces, List.of(node), pods, policies, all, all));
        return this;
    }

    ClusterState cluster() {
        return cluster;
    }

    /** A connection that nothing but shadow isolates the judging end against: it passed, and would not. */
    RecordedShop passed(Direction direction, End from, End to, int port) {
        return record(direction, from, to, Protocol.TCP, port, Verdict.ALLOWED);
    }

    RecordedShop record(Direction direction, End from, End to, Protocol protocol, int port, Verdict verdict) {
        Instant time = NOON.minusSeconds(3600).plusMillis(++sequence);
        store.append(
                "node-1",
                1,
                List.of(new FlowRecord(
                        sequence,
                        time,
                        time,
                        verdict,
                        direction,
                        new FlowRecord.Connection(
                                protocol, from.address(), 40_000 + (int) (sequence % 20_000), to.address(), port),
                        from.peer(),
                        to.peer(),
                        List.of(),
                        1,
                        1,
                        FlowRecord.Drop.of(verdict),
                        verdict == Verdict.ALLOWED ? PolicyRole.SHADOWING : PolicyRole.ISOLATING)));
        return this;
    }

    /** Who a record names. */
    record End(FlowPeer peer, IpAddress address) {
        static End of(Pod pod) {
            return new End(
                    new FlowPeer.PodEnd(pod.ref(), pod.workload(), "node-1"),
                    pod.declaredAddresses().getFirst());
        }

        static End of(String address) {
            return new End(new FlowPeer.AddressEnd(address), IpAddress.parse(address));
        }

        static End hidden(String address) {
            return new End(new FlowPeer.HiddenEnd(), IpAddress.parse(address));
        }
    }

    Recommendation recommend(String... without) {
        return recommend(Set.of(Direction.values()), without);
    }

    Recommendation recommend(Set<Direction> directions, String... without) {
        return new Recommender(cluster, history, store, new FakeNodeRegistry(), namespace -> counted)
                .recommend(new Wish(
                        "shop", DAY, directions, name -> !Set.of(without).contains(name)));
    }

    @Override
    public void close() {
        history.close();
        store.close();
    }
}
