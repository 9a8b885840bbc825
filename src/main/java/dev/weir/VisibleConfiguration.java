package dev.weir;

import dev.weir.access.CurrentAccess;
import dev.weir.access.CurrentReason;
import dev.weir.alert.Alerts;
import dev.weir.audit.AuditTrail;
import dev.weir.change.ChangeSets;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.counts.ClusterCounts;
import dev.weir.expectation.ExpectationBook;
import dev.weir.expectation.ExpectationGate;
import dev.weir.expectation.ExpectationWatch;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.RecordStore;
import dev.weir.forecast.RateBook;
import dev.weir.history.ClusterHistory;
import dev.weir.nodes.EndpointReader;
import dev.weir.nodes.NodeRegistry;
import dev.weir.pairs.PairFinder;
import dev.weir.pairs.RecordedDenials;
import dev.weir.paste.PasteReader;
import dev.weir.proposal.Proposals;
import dev.weir.readback.KernelReader;
import dev.weir.recommendation.Recommender;
import dev.weir.simulation.Simulator;
import dev.weir.usage.PolicyUses;
import dev.weir.visible.ExpectedObjects;
import dev.weir.visible.VisibleAlerts;
import dev.weir.visible.VisibleAudit;
import dev.weir.visible.VisibleChanges;
import dev.weir.visible.VisibleCluster;
import dev.weir.visible.VisibleCounts;
import dev.weir.visible.VisibleExpectations;
import dev.weir.visible.VisibleForecast;
import dev.weir.visible.VisibleObjects;
import dev.weir.visible.VisibleRecords;
import dev.weir.why.ChangeExplainer;
import dev.weir.why.CoverageExplainer;
import dev.weir.why.ReachExplainer;
import dev.weir.why.ReadableHistory;
import dev.weir.why.RecordExplainer;
import dev.weir.why.VerdictExplainer;
import java.time.Clock;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** What pages and REST see of everything: as much as whoever asks may see. The core behind it sees all. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ForecastProperties.class)
public class VisibleConfiguration {
    @Bean
    @Primary
    ClusterView visibleCluster(ClusterState cluster, CurrentAccess reader) {
        return new VisibleCluster(cluster, reader);
    }

    @Bean
    @Primary
    RecordReader visibleRecords(RecordStore store, CurrentAccess reader) {
        return new VisibleRecords(store, reader);
    }

    @Bean
    VisibleCounts visibleCounts(ClusterCounts counts, CurrentAccess reader) {
        return new VisibleCounts(counts, reader);
    }

    @Bean
    VisibleAlerts visibleAlerts(Alerts alerts, CurrentAccess reader) {
        return new VisibleAlerts(alerts, reader);
    }

    @Bean
    VisibleExpectations visibleExpectations(
            ExpectationBook book,
            ExpectationWatch watch,
            ExpectationGate gate,
            CurrentAccess reader,
            CurrentReason reason,
            Clock clock) {
        return new VisibleExpectations(book, watch, gate, reader, reason, clock);
    }

    /** @param objects as the API server gives them to this server */
    @Bean
    @Primary
    KubernetesObjects visibleObjects(
            @Qualifier("kubernetesObjects") KubernetesObjects objects,
            CurrentAccess caller,
            VisibleExpectations expectations) {
        return new ExpectedObjects(new VisibleObjects(objects, caller), expectations);
    }

    /** Of a change set the union counts, so that each policy for itself is not held against expectations. */
    @Bean
    VisibleChanges visibleChanges(
            ChangeSets changes,
            @Qualifier("kubernetesObjects") KubernetesObjects objects,
            CurrentAccess reader,
            VisibleExpectations expectations) {
        return new VisibleChanges(changes, new VisibleObjects(objects, reader), expectations, reader);
    }

    /** Behind addresses that are only for who may see every namespace. */
    @Bean
    KernelReader kernelReader(EndpointReader nodes) {
        return new KernelReader(nodes);
    }

    @Bean
    PairFinder pairFinder(RecordReader records, VisibleCounts counts, ClusterView cluster) {
        return new PairFinder(records, counts, cluster);
    }

    @Bean
    RecordedDenials recordedDenials(RecordReader records) {
        return new RecordedDenials(records);
    }

    @Bean
    PasteReader pasteReader(ClusterView cluster, RecordReader records) {
        return new PasteReader(cluster, records);
    }

    @Bean
    PolicyUses policyUses(ClusterView cluster, RecordReader records) {
        return new PolicyUses(cluster, records);
    }

    @Bean
    VisibleAudit visibleAudit(AuditTrail trail, CurrentAccess reader) {
        return new VisibleAudit(trail, reader);
    }

    @Bean
    ChangeExplainer changeExplainer(ClusterView cluster, ReadableHistory history) {
        return new ChangeExplainer(cluster, history);
    }

    @Bean
    RecordExplainer recordExplainer(ClusterHistory history, ClusterView cluster, VisibleAudit audit) {
        return new RecordExplainer(history, cluster, audit::behind);
    }

    @Bean
    RateBook rateBook(NodeRegistry nodes) {
        return new RateBook(nodes);
    }

    @Bean
    VisibleForecast visibleForecast(
            RateBook book, ClusterView cluster, CurrentAccess reader, ForecastProperties properties) {
        return new VisibleForecast(book, cluster, reader, properties.recordsPerSecond());
    }

    @Bean
    ReadableHistory readableHistory(ClusterHistory history, CurrentAccess reader) {
        return new ReadableHistory(history, reader);
    }

    @Bean
    CoverageExplainer coverageExplainer(
            ClusterView cluster, NodeRegistry nodes, RecordReader records, CurrentAccess reader) {
        return new CoverageExplainer(cluster, nodes, records, reader);
    }

    @Bean
    Simulator simulator(
            ClusterView cluster, ClusterHistory history, RecordReader records, NodeRegistry nodes, Clock clock) {
        return new Simulator(cluster, history, records, nodes, clock);
    }

    @Bean
    Proposals proposals(ClusterView cluster, ClusterHistory history) {
        return new Proposals(cluster, history);
    }

    @Bean
    Recommender recommender(
            ClusterView cluster,
            ClusterHistory history,
            RecordReader records,
            NodeRegistry nodes,
            VisibleCounts counts) {
        return new Recommender(cluster, history, records, nodes, counts::pairs);
    }

    /** Only while the start-up cache is made. */
    @Bean
    @ConditionalOnBooleanProperty("weir.rehearsal")
    SmartInitializingSingleton recommenderRehearsal(NodeRegistry nodes, Clock clock) {
        return new RecommenderRehearsal(nodes, clock)::rehearse;
    }

    @Bean
    VerdictExplainer verdictExplainer(ClusterView cluster, ClusterHistory history, CurrentAccess reader) {
        return new VerdictExplainer(cluster, new ReadableHistory(history, reader));
    }

    @Bean
    ReachExplainer reachExplainer(
            ClusterView cluster,
            ClusterHistory history,
            NodeRegistry nodes,
            RecordReader records,
            VisibleAudit audit,
            CurrentAccess reader,
            Clock clock) {
        return new ReachExplainer(cluster, new ReadableHistory(history, reader), nodes, records, audit::behind, clock);
    }
}
