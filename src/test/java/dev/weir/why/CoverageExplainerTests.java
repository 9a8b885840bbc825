package dev.weir.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.access.testing.FakeCurrentAccess;
import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.testing.Clusters;
import dev.weir.flow.Withheld;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.MemoryRecordStore;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.store.TimeRange;
import dev.weir.flow.testing.FlowRecords;
import dev.weir.nodes.Enforcement;
import dev.weir.nodes.NodeCounts;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import dev.weir.nodes.NodeReport;
import dev.weir.nodes.NodeReport.RecordAccounting;
import dev.weir.nodes.NodeStatus;
import dev.weir.why.RecordCoverage.Cause;
import dev.weir.why.RecordCoverage.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each of the eight causes, alone, is the one that is named first, with its object and its remedy. */
class CoverageExplainerTests {
    private static final Instant NOON = FlowRecords.NOON;
    private static final TimeRange HOUR = new TimeRange(NOON, NOON.plusSeconds(3600));
    private static final Switch ON = new Switch(true, false);
    private static final Switch DELEGATED = new Switch(true, true);

    private final ClusterState cluster = new ClusterState();
    private final RecordStore store = new MemoryRecordStore();
    private NodeStatus status = new NodeStatus.UpToDate(1, NOON);
    private Map<String, Long> lost = Map.of();
    private final CoverageExplainer explainer =
            new CoverageExplainer(cluster, new OneFakeNode(), store, new FakeCurrentAccess());

    @BeforeEach
    void everythingIsWell() {
        become(shop(ON, ON).contents());
        cluster.mark(new Freshness.Current(NOON));
    }

    private static Clusters shop(Switch allow, Switch deny) {
        return Clusters.aCluster()
                .withNamespace("shop", Map.of(), Map.of())
                .withNamespace("payments", Map.of(), Map.of(Namespace.DENY_LOGGING_ANNOTATION, "true"))
                .withNamespace("open", Map.of(), Map.of())
                .withPod("shop/redis-cart-0", "node-2", "10.244.2.9")
                .withPod("open/lonely-0", "node-2", "10.244.2.10")
                .withPolicy(Clusters.denyAll("shop", "deny"))
                .withPolicy(Clusters.denyAll("payments", "deny"))
                .withLogging(new LoggingConfig(allow, deny, 1, "1"));
    }

    private void become(ClusterContents contents) {
        cluster.replace(contents);
    }

    private Cause first(String filter) {
        RecordCoverage coverage = explainer.explain(RecordFilter.parse(filter), HOUR);
        assertThat(coverage.causes()).as(filter).isNotEmpty();
        return coverage.causes().getFirst();
    }

    @Test
    void whenNothingIsWrongThereIsNoCause() {
        RecordCoverage coverage = explainer.explain(RecordFilter.parse("ns=shop"), HOUR);
        assertThat(coverage.isComplete()).isTrue();
        assertThat(coverage.records()).isZero();
    }

    @Test
    void theSwitchIsOff() {
        become(shop(ON, Switch.OFF).contents());
        Cause cause = first("disposition=deny");
        assertThat(cause.kind()).isEqualTo(Kind.SWITCH_OFF);
        assertThat(cause.object()).hasToString("NetworkLogging default");
        assertThat(cause.command()).contains("patch networklogging default", "\"deny\":{\"log\":true}");
        assertThat(explainer
                        .explain(RecordFilter.parse("disposition=allow ns=shop"), HOUR)
                        .causes())
                .isEmpty();
    }

    @Test
    void theObjectIsNotValid() {
        become(shop(ON, new Switch(false, true)).contents());
        assertThat(first("ns=shop").sentence()).contains("delegate cannot be true when log is false");
    }

    @Test
    void theNamespaceIsNotAnnotated() {
        become(shop(ON, DELEGATED).contents());
        Cause cause = first("disposition=deny dest.namespace=shop");
        assertThat(cause.kind()).isEqualTo(Kind.NOT_ANNOTATED);
        assertThat(cause.object()).hasToString("Namespace shop");
        assertThat(cause.command())
                .isEqualTo(
                        "kubectl annotate namespace shop policy.network.gke.io/enable-deny-logging=true --overwrite");
        assertThat(explainer
                        .explain(RecordFilter.parse("disposition=deny ns=payments"), HOUR)
                        .causes())
                .isEmpty();
    }

    @Test
    void thePolicyIsNotAnnotated() {
        become(shop(DELEGATED, ON).contents());
        Cause cause = first("disposition=allow dest.namespace=shop");
        assertThat(cause.kind()).isEqualTo(Kind.NOT_ANNOTATED);
        assertThat(cause.object()).hasToString("NetworkPolicy shop/deny");
    }

    @Test
    void noPolicySelectsThePod() {
        Cause cause = first("dest.pod_name=\"lonely-0\"");
        assertThat(cause.kind()).isEqualTo(Kind.NO_POLICY);
        assertThat(cause.object()).hasToString("Pod open/lonely-0");
        assertThat(cause.sentence()).contains("allowed by default leaves no record");
        assertThat(first("ns=open").object()).hasToString("Namespace open");
        become(Clusters.aCluster()
                .withLogging(new LoggingConfig(ON, ON, 1, "1"))
                .contents());
        assertThat(first("").sentence()).startsWith("There is no policy:");
    }

    @Test
    void theBudgetOfANodeWithheldIt() {
        store.appendWithheld("node-2", 9, List.of(new Withheld(1, NOON.plusSeconds(9), "shop", 40, 2)));
        Cause cause = first("ns=shop");
        assertThat(cause.kind()).isEqualTo(Kind.WITHHELD);
        assertThat(cause.object()).hasToString("Node node-2");
        assertThat(cause.sentence()).contains("42 connections and packets");
        assertThat(explainer.explain(RecordFilter.parse("ns=shop"), HOUR).withheld())
                .isEqualTo(42);
        assertThat(explainer.explain(RecordFilter.parse("ns=payments"), HOUR).withheld())
                .isZero();
    }

    @Test
    void theNodeLostSome() {
        lost = Map.of("ring_full", 30L, "rate_limit", 500L);
        Cause cause = first("dest.pod_name=redis-cart-0");
        assertThat(cause.kind()).isEqualTo(Kind.LOST);
        assertThat(cause.object()).hasToString("Node node-2");
        assertThat(cause.sentence()).contains("has lost 30 events");
        Missing missing = explainer.missing(RecordFilter.ALL, HOUR);
        assertThat(missing.lost()).isEqualTo(30);
        assertThat(missing.tree()).containsEntry("complete", false).containsEntry("lost", 30L);
        lost = Map.of();
        assertThat(explainer.missing(RecordFilter.ALL, HOUR).tree()).containsEntry("complete", true);
    }

    @Test
    void theTimeIsBeyondWhatIsKept() {
        store.append("node-2", 9, List.of(FlowRecords.denied(1, NOON.plusSeconds(9000))));
        Cause cause = first("");
        assertThat(cause.kind()).isEqualTo(Kind.BEYOND_RETENTION);
        assertThat(cause.sentence()).contains("The oldest record is of 2026-03-01T14:30:00Z");
    }

    @Test
    void aClauseOfTheFilterLeavesItOut() {
        store.append("node-2", 9, List.of(FlowRecords.denied(1, NOON), FlowRecords.denied(2, NOON)));
        Cause cause = first("dest.namespace=shop AND dest_port=9 AND disposition=deny");
        assertThat(cause.kind()).isEqualTo(Kind.FILTERED);
        assertThat(cause.sentence()).isEqualTo("Without connection.dest_port=9 there would be 2 records.");
        assertThat(cause.filter()).isEqualTo("dest.namespace=\"shop\" AND disposition=\"deny\"");
        assertThat(RecordFilter.parse(String.valueOf(cause.filter())).readsAs()).isNotEmpty();
        assertThat(first("dest_port=9 count>99").sentence()).contains("leaves out all 2 records");
    }

    @Test
    void theServerMayNotReadTheCluster() {
        cluster.mark(new Freshness.Stale(NOON, "the watch of networkpolicies is not established: Forbidden"));
        Cause cause = first("");
        assertThat(cause.kind()).isEqualTo(Kind.NO_PERMISSION);
        assertThat(cause.remedy()).contains("ClusterRole");
    }

    @Test
    void theDaemonIsAway() {
        status = new NodeStatus.Gone(NOON);
        Cause cause = first("dest.pod_name=redis-cart-0");
        assertThat(cause.kind()).isEqualTo(Kind.DAEMON_AWAY);
        assertThat(cause.object()).hasToString("Node node-2");
        assertThat(cause.sentence()).contains("away since 2026-03-01T12:00:00Z");
        status = new NodeStatus.NeverConnected();
        assertThat(first("").sentence()).contains("has never connected");
    }

    private final class OneFakeNode implements NodeRegistry {
        @Override
        public List<NodeProgress> nodes() {
            NodeReport report = new NodeReport(
                    1, List.of(), List.of(), new RecordAccounting(100, 70, 0, lost), Map.of(), NodeCounts.NONE, 0);
            return List.of(new NodeProgress(new NodeName("node-2"), status, 1, 1, null, report, NOON));
        }

        @Override
        public @Nullable NodeProgress node(NodeName name) {
            return nodes().getFirst();
        }

        @Override
        public Enforcement enforcement(PolicyRef policy) {
            return new Enforcement(1, 1);
        }
    }
}
