package dev.weir.console;

import dev.weir.AlertBeans;
import dev.weir.AuditBeans;
import dev.weir.VisibleConfiguration;
import dev.weir.WeirServerApplication;
import dev.weir.WordsConfiguration;
import dev.weir.audit.Journal;
import dev.weir.change.ChangeBook;
import dev.weir.change.ChangeSets;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.counts.ClusterCounts;
import dev.weir.draft.Drafts;
import dev.weir.flow.store.MemoryRecordStore;
import dev.weir.flow.store.RecordStore;
import dev.weir.history.ClusterHistory;
import dev.weir.history.HistorySettings;
import dev.weir.history.PastClusters;
import dev.weir.nodes.FakeEndpointReader;
import dev.weir.nodes.NodeRegistry;
import dev.weir.views.SavedViews;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/**
 * The console without a cluster: made-up pods, policies, nodes and a steady stream of records. For looking at pages while working on
 * them: {@code mvn test-compile exec:java -Dexec.mainClass=dev.weir.console.ConsolePreview -Dexec.classpathScope=test}.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@ConfigurationPropertiesScan("dev.weir.security")
@Import({AlertBeans.class, AuditBeans.class, VisibleConfiguration.class, WordsConfiguration.class})
@ComponentScan(
        value = {"dev.weir.console", "dev.weir.security"},
        excludeFilters = @Filter(type = FilterType.REGEX, pattern = ".*\\.Console(Fixture|Preview)"))
class ConsolePreview {
    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(ConsolePreview.class);
        application.setMainApplicationClass(WeirServerApplication.class);
        // There is no watcher whose health could be asked.
        application.setDefaultProperties(Map.of("management.endpoint.health.validate-group-membership", "false"));
        application.run(arguments);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ClusterState clusterState(Clock clock) {
        ClusterState state = new ClusterState();
        state.replace(ShopCluster.contents());
        state.mark(new Freshness.Current(clock.instant()));
        return state;
    }

    @Bean
    FakeKubernetesObjects kubernetesObjects(ClusterState state) {
        FakeKubernetesObjects objects = new FakeKubernetesObjects(state);
        ShopCluster.POLICIES.forEach(yaml -> objects.with(ShopCluster.object(yaml)));
        return objects;
    }

    @Bean
    NodeRegistry nodeRegistry(Clock clock) {
        return ShopNodes.healthy(clock.instant());
    }

    @Bean
    FakeEndpointReader endpointReader() {
        return new FakeEndpointReader();
    }

    @Bean
    RecordStore recordStore(Clock clock) {
        MemoryRecordStore store = new MemoryRecordStore();
        Instant now = clock.instant();
        ShopTraffic traffic = new ShopTraffic();
        store.append("weir-node-1", 1, traffic.day(now));
        Thread.ofVirtual().start(() -> traffic.goOn(store, clock));
        return store;
    }

    @Bean
    ClusterHistory clusterHistory(ClusterState cluster, Clock clock) {
        ClusterHistory history = new ClusterHistory(new HistorySettings("", Duration.ofDays(7), 100_000), clock);
        PastClusters.record(history, cluster.current(), clock.instant().minus(Duration.ofDays(2)));
        return history;
    }

    @Bean
    Drafts drafts(Clock clock) {
        return new Drafts("", clock);
    }

    @Bean
    SavedViews savedViews(Journal journal, Clock clock) {
        return new SavedViews("", journal, clock);
    }

    @Bean
    ClusterCounts clusterCounts(NodeRegistry nodes, Clock clock) {
        return new ClusterCounts(nodes, clock);
    }

    @Bean
    ChangeSets changeSets(
            @Qualifier("kubernetesObjects") KubernetesObjects objects,
            ClusterState cluster,
            ClusterCounts counts,
            Clock clock) {
        return new ChangeSets(new ChangeBook(""), objects, cluster, counts, clock);
    }
}
