package dev.weir.rest;

import dev.weir.AlertBeans;
import dev.weir.AuditBeans;
import dev.weir.VisibleConfiguration;
import dev.weir.WatchConfiguration;
import dev.weir.WordsConfiguration;
import dev.weir.audit.Journal;
import dev.weir.change.ChangeBook;
import dev.weir.change.ChangeSets;
import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.LabelSelector;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.testing.MemoryApiServer;
import dev.weir.counts.ClusterCounts;
import dev.weir.flow.store.MemoryRecordStore;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.testing.FlowRecords;
import dev.weir.history.ClusterHistory;
import dev.weir.history.HistorySettings;
import dev.weir.history.PastClusters;
import dev.weir.net.Direction;
import dev.weir.net.IpAddress;
import dev.weir.nodes.Enforcement;
import dev.weir.nodes.FakeEndpointReader;
import dev.weir.nodes.NodeDaemon;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.NodeReport;
import dev.weir.nodes.NodeReport.RecordAccounting;
import dev.weir.nodes.NodeStatus;
import dev.weir.simulation.SimulationShelf;
import dev.weir.views.SavedViews;
import dev.weir.watch.WatchedPolicies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The API and its guard over a small made-up cluster: shop has web and redis-cart, one of them isolated, and a host-network pod. Not
 * annotated as a configuration, so that no scan of the server's packages finds it.
 */
@EnableAutoConfiguration
@ConfigurationPropertiesScan("dev.weir.security")
@Import({
    AlertBeans.class,
    AuditBeans.class,
    VisibleConfiguration.class,
    WatchConfiguration.class,
    WordsConfiguration.class
})
@ComponentScan({"dev.weir.rest", "dev.weir.security"})
class ApiTestServer {
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    MemoryApiServer kubernetesObjects(WatchedPolicies watched) {
        MemoryApiServer server = new MemoryApiServer();
        server.tell(watched);
        watched.sawEverything();
        return server;
    }

    @Bean
    ClusterState clusterState() {
        ClusterState state = new ClusterState();
        NetworkPolicy policy = new NetworkPolicy(
                new PolicyRef("shop", "cart"),
                Map.of(NetworkPolicy.ALLOW_LOGGING_ANNOTATION, "true"),
                new LabelSelector(Map.of("app", "redis-cart"), List.of()),
                Set.of(Direction.INGRESS),
                ApiCounts.RULES,
                List.of());
        LoggingConfig logging =
                new LoggingConfig(new LoggingConfig.Switch(true, true), new LoggingConfig.Switch(true, true), 1, "7");
        state.replace(new ClusterContents(
                List.of(
                        new Namespace("shop", Map.of(), Map.of(Namespace.DENY_LOGGING_ANNOTATION, "true")),
                        new Namespace("payments", Map.of(), Map.of())),
                List.of(),
                List.of(
                        pod("web", "10.0.0.1", false),
                        pod("redis-cart", "10.0.0.2", false),
                        pod("agent", "172.30.0.1", true)),
                List.of(policy),
                logging,
                logging));
        state.mark(new Freshness.Current(Instant.parse("2026-03-01T12:00:00Z")));
        return state;
    }

    private static Pod pod(String name, String address, boolean hostNetwork) {
        return new Pod(
                new PodRef("shop", name),
                name,
                Map.of("app", name),
                new NodeName("node-1"),
                List.of(IpAddress.parse(address)),
                hostNetwork,
                PodPhase.RUNNING,
                true,
                null,
                List.of());
    }

    @Bean
    NodeRegistry nodeRegistry() {
        return new OneNode();
    }

    @Bean
    RecordStore recordStore() {
        return new MemoryRecordStore();
    }

    @Bean
    ClusterHistory clusterHistory(ClusterState cluster, Clock clock) {
        ClusterHistory history = new ClusterHistory(new HistorySettings("", Duration.ofDays(7), 100_000), clock);
        PastClusters.record(history, cluster.current(), FlowRecords.NOON);
        return history;
    }

    @Bean
    SavedViews savedViews(Journal journal, Clock clock) {
        return new SavedViews("", journal, clock);
    }

    @Bean
    SimulationShelf simulationShelf(Clock clock) {
        return new SimulationShelf("", clock);
    }

    @Bean
    ChangeSets changeSets(
            @Qualifier("kubernetesObjects") KubernetesObjects objects,
            ClusterState cluster,
            ClusterCounts counts,
            Clock clock) {
        return new ChangeSets(new ChangeBook(""), objects, cluster, counts, clock);
    }

    @Bean
    FakeEndpointReader endpointReader() {
        return new FakeEndpointReader();
    }

    @Bean
    ClusterCounts clusterCounts(NodeRegistry nodes, Clock clock) {
        return new ClusterCounts(nodes, clock);
    }

    @Bean
    HealthIndicator cluster() {
        return () -> Health.up().build();
    }

    /** Stands for the console's pages; the second one shows what the hidden field of a form has. */
    @Bean
    RouterFunction<ServerResponse> pages() {
        return RouterFunctions.route()
                .GET("/", request -> ServerResponse.ok().body("page"))
                .GET("/login", request -> ServerResponse.ok().body("page"))
                .GET(
                        "/assets/csrf",
                        request -> ServerResponse.ok().body(csrf(request).getToken()))
                .POST("/change", request -> ServerResponse.ok().body("changed"))
                .build();
    }

    private static CsrfToken csrf(ServerRequest request) {
        return (CsrfToken) request.attribute(CsrfToken.class.getName()).orElseThrow();
    }

    private static final class OneNode implements NodeRegistry {
        private static final NodeProgress NODE = new NodeProgress(
                new NodeName("node-1"),
                new NodeStatus.Failed(3, "map is full", "Raise the limit.", Instant.EPOCH),
                3,
                2,
                new NodeDaemon("6.12", 1, "0.1.0"),
                new NodeReport(2, List.of(), List.of(), RecordAccounting.NONE, Map.of(), ApiCounts.counts(), 0),
                Instant.EPOCH);

        @Override
        public List<NodeProgress> nodes() {
            return List.of(NODE);
        }

        @Override
        public @Nullable NodeProgress node(NodeName name) {
            return name.equals(NODE.name()) ? NODE : null;
        }

        @Override
        public Enforcement enforcement(PolicyRef policy) {
            return new Enforcement(1, 2);
        }
    }
}
