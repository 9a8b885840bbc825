package dev.weir.kubernetes;

import static dev.weir.cluster.testing.Clusters.aCluster;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.PolicyRef;
import dev.weir.nodes.Enforcement;
import dev.weir.nodes.NodeCounts;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.NodeReport;
import dev.weir.nodes.NodeReport.LoggingChange;
import dev.weir.nodes.NodeReport.LoggingState;
import dev.weir.nodes.NodeReport.RecordAccounting;
import dev.weir.nodes.NodeReport.RecordActivity;
import dev.weir.nodes.NodeStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the nodes did with NetworkLogging, told in Events and in the object's status. */
@EnableKubernetesMockClient(crud = true)
class LoggingReporterTests {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final LoggingChange ENABLED = new LoggingChange(
            "20", false, "enabled network policy logging (resourceVersion = 20)", NOW.minusSeconds(2));
    private static final LoggingChange REJECTED = new LoggingChange(
            "30",
            true,
            "cluster allow log action is invalid: delegate cannot be true when log is false",
            NOW.minusSeconds(1));

    @SuppressWarnings("NullAway") // set by the extension
    private KubernetesClient client;

    private final ClusterState cluster = new ClusterState();
    private final FakeRegistry nodes = new FakeRegistry();

    @BeforeEach
    void declare() {
        client.genericKubernetesResources(ClusterWatcher.NETWORK_LOGGING)
                .resource(new GenericKubernetesResourceBuilder()
                        .withApiVersion("networking.gke.io/v1alpha1")
                        .withKind("NetworkLogging")
                        .withNewMetadata()
                        .withName("default")
                        .endMetadata()
                        .build())
                .create();
        declared(new LoggingConfig(Switch.OFF, new Switch(true, false), 2, "20"));
        cluster.mark(new Freshness.Current(NOW));
    }

    private void declared(LoggingConfig logging) {
        ClusterContents contents = aCluster().contents();
        cluster.replace(new ClusterContents(
                contents.namespaces(), contents.nodes(), contents.pods(), contents.policies(), logging, logging));
    }

    private LoggingReporter reporter(String server) {
        return new LoggingReporter(
                cluster, nodes, new LoggingEvents(client, CLOCK), new LoggingStatus(client, server, CLOCK));
    }

    private List<Event> events() {
        return client.v1().events().inNamespace("default").list().getItems();
    }

    private GenericKubernetesResource object() {
        return client.genericKubernetesResources(ClusterWatcher.NETWORK_LOGGING)
                .withName("default")
                .get();
    }

    @Test
    void eachNodeTellsEachChangeOnceWhicheverServersHearIt() {
        nodes.has("node-1", new LoggingState(2, true, null, List.of(ENABLED)));
        nodes.has("node-2", new LoggingState(2, true, null, List.of(ENABLED)));
        LoggingReporter one = reporter("server-1");
        one.report();
        one.report();
        reporter("server-2").report();
        assertThat(events()).hasSize(2).allSatisfy(event -> {
            assertThat(event.getReason()).isEqualTo("UpdateNetworkLogging");
            assertThat(event.getType()).isEqualTo("Normal");
            assertThat(event.getMessage()).isEqualTo("enabled network policy logging (resourceVersion = 20)");
            assertThat(event.getSource().getComponent()).isEqualTo("network-logging-controller");
        });
        assertThat(events())
                .extracting(event -> event.getSource().getHost())
                .containsExactlyInAnyOrder("node-1", "node-2");
    }

    @Test
    void anInvalidObjectIsAWarning() {
        nodes.has("node-1", new LoggingState(2, true, REJECTED.message(), List.of(ENABLED, REJECTED)));
        reporter("server-1").report();
        assertThat(events())
                .filteredOn(event -> event.getReason().equals("InvalidNetworkLogging"))
                .singleElement()
                .satisfies(event -> assertThat(event.getType()).isEqualTo("Warning"));
    }

    @Test
    void whatHappenedLongAgoIsNotToldAgain() {
        LoggingChange old = new LoggingChange("20", false, ENABLED.message(), NOW.minusSeconds(3600));
        nodes.has("node-1", new LoggingState(2, true, null, List.of(old)));
        reporter("server-1").report();
        assertThat(events()).isEmpty();
    }

    @Test
    void theStatusSaysOnHowManyNodesTheObjectIsInEffect() {
        nodes.has("node-1", new LoggingState(2, true, null, List.of()));
        nodes.has("node-2", new LoggingState(1, false, null, List.of()));
        reporter("server-1").report();
        GenericKubernetesResource object = object();
        assertThat(object.<Integer>get("status", "observedGeneration")).isEqualTo(2);
        assertThat(object.<Integer>get("status", "nodes")).isEqualTo(2);
        assertThat(object.<Integer>get("status", "nodesInEffect")).isEqualTo(1);
        assertThat(object.<Object>get("status", "error")).isNull();
    }

    @Test
    void severalServersAddTheirNodesUp() {
        nodes.has("node-1", new LoggingState(2, true, null, List.of()));
        reporter("server-1").report();
        nodes.items.clear();
        nodes.has("node-2", new LoggingState(2, true, null, List.of()));
        reporter("server-2").report();
        assertThat(object().<Integer>get("status", "nodes")).isEqualTo(2);
        assertThat(object().<Integer>get("status", "nodesInEffect")).isEqualTo(2);
    }

    @Test
    void anInvalidObjectIsInEffectNowhereAndTheStatusSaysWhy() {
        declared(new LoggingConfig(new Switch(false, true), Switch.OFF, 3, "30"));
        nodes.has("node-1", new LoggingState(2, true, REJECTED.message(), List.of()));
        reporter("server-1").report();
        assertThat(object().<Integer>get("status", "nodesInEffect")).isEqualTo(0);
        assertThat(object().<String>get("status", "error")).isEqualTo(REJECTED.message());
    }

    private static final class FakeRegistry implements NodeRegistry {
        private final List<NodeProgress> items = new ArrayList<>();

        void has(String name, LoggingState logging) {
            NodeReport report = new NodeReport(
                    1,
                    List.of(),
                    List.of(),
                    RecordAccounting.NONE,
                    Map.of(),
                    NodeCounts.NONE,
                    0,
                    RecordActivity.NONE,
                    logging,
                    null);
            items.add(new NodeProgress(new NodeName(name), new NodeStatus.UpToDate(1, NOW), 1, 1, null, report, NOW));
        }

        @Override
        public List<NodeProgress> nodes() {
            return List.copyOf(items);
        }

        @Override
        public @Nullable NodeProgress node(NodeName name) {
            return null;
        }

        @Override
        public Enforcement enforcement(PolicyRef policy) {
            throw new UnsupportedOperationException("not asked for");
        }
    }
}
