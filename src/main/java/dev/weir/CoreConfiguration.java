package dev.weir;

import dev.weir.audit.Journal;
import dev.weir.cluster.ClusterState;
import dev.weir.counts.ClusterCounts;
import dev.weir.draft.Drafts;
import dev.weir.history.ClusterHistory;
import dev.weir.history.HistorySettings;
import dev.weir.nodes.EnforcementMeter;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.ProgramPublisher;
import dev.weir.simulation.SimulationShelf;
import dev.weir.views.SavedViews;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of the core packages, which know no Spring. */
@Configuration(proxyBeanMethods = false)
class CoreConfiguration {
    @Bean
    ClusterState clusterState() {
        return new ClusterState();
    }

    /** Only while the start-up cache is made. */
    @Bean
    @ConditionalOnBooleanProperty("weir.rehearsal")
    SmartInitializingSingleton compilerRehearsal() {
        return CompilerRehearsal::rehearse;
    }

    /** Follows the cluster before anything is known of it, so that no revision comes twice. */
    @Bean
    ClusterHistory clusterHistory(
            HistoryProperties properties, RecordStoreProperties store, ClusterState cluster, Clock clock) {
        ClusterHistory history = new ClusterHistory(
                new HistorySettings(properties.file(store.path()), store.retention(), properties.maxVersions()), clock);
        history.follow(cluster);
        return history;
    }

    @Bean
    SavedViews savedViews(RecordStoreProperties store, HistoryProperties history, Journal journal, Clock clock) {
        return new SavedViews(beside(history.file(store.path()), "views.json"), journal, clock);
    }

    @Bean
    Drafts drafts(RecordStoreProperties store, HistoryProperties history, Clock clock) {
        return new Drafts(beside(history.file(store.path()), "drafts.json"), clock);
    }

    /** A file in the same directory; empty when nothing is kept there. */
    private static String beside(String file, String name) {
        return file.isEmpty() ? "" : Path.of(file).resolveSibling(name).toString();
    }

    @Bean
    SimulationShelf simulationShelf(RecordStoreProperties store, HistoryProperties history, Clock clock) {
        String beside = history.file(store.path());
        return new SimulationShelf(
                beside.isEmpty()
                        ? ""
                        : Path.of(beside).resolveSibling("simulations").toString(),
                clock);
    }

    @Bean
    ClusterCounts clusterCounts(NodeRegistry nodes, Clock clock) {
        return new ClusterCounts(nodes, clock);
    }

    /** Started and stopped together with the daemons' socket. */
    @Bean(destroyMethod = "")
    ProgramPublisher programPublisher(ClusterState cluster, Clock clock, EnforcementMeter meter) {
        long session = new SecureRandom().nextLong() | 1;
        return new ProgramPublisher(
                cluster, clock, session, LoggerFactory.getLogger(ProgramPublisher.class)::error, meter);
    }
}
