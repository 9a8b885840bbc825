package dev.weir.rest;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Coverage;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.counts.Missing;
import dev.weir.counts.NamespaceDenials;
import dev.weir.counts.Stretches;
import dev.weir.pairs.RecordedDenials;
import dev.weir.visible.VisibleCounts;
import dev.weir.why.CoverageExplainer;
import dev.weir.why.ReadableHistory.Past;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sums up what the reader may see of the cluster. */
@Component
final class Summaries {
    private final ClusterView cluster;
    private final VisibleCounts counts;
    private final RecordedDenials recorded;
    private final CoverageExplainer coverage;

    Summaries(ClusterView cluster, VisibleCounts counts, RecordedDenials recorded, CoverageExplainer coverage) {
        this.cluster = cluster;
        this.counts = counts;
        this.recorded = recorded;
        this.coverage = coverage;
    }

    /**
     * The cluster.
     *
     * @param revision of the snapshot that this was computed from; absent of an earlier time, of which no revision is kept
     * @param current whether the server follows the Kubernetes API, or did at the time that was asked for
     * @param denialStep the length of each number in the series of denials
     * @param missing what the denials do not contain; absent when there is nothing, and of an earlier time
     * @param recorded how the denials of an earlier time are known; absent when they are counted
     */
    record Summary(
            @Nullable Long revision,
            boolean current,
            Duration denialStep,
            List<NamespaceSummary> namespaces,
            @Nullable Missing missing,
            @Nullable Recorded recorded)
            implements AnswerTable.Source {

        /** Of whatever revision: what it says of the namespaces. */
        Summary essence() {
            return new Summary(0L, current, denialStep, namespaces, missing, recorded);
        }

        @Override
        public AnswerTable table() {
            return new AnswerTable(
                    List.of(
                            "namespace",
                            "policies",
                            "pods",
                            "protectedIngress",
                            "protectedEgress",
                            "denied",
                            "withheld",
                            "denyLogging"),
                    namespaces.stream().map(NamespaceSummary::cells).toList());
        }
    }

    /**
     * Denials that are known from records: what nodes count goes on and has no past.
     *
     * @param to the time that was asked for
     * @param missing why there may be more
     */
    record Recorded(Instant from, Instant to, List<LogController.Cause> missing) {}

    /**
     * A namespace.
     *
     * @param pods that can be protected: scheduled, not ended, with a network of their own
     * @param protectedIngress how many of them some policy isolates for ingress
     * @param inShadowIngress how many only policies in shadow would isolate for ingress; they are not protected
     * @param hostNetworkPods that no policy can protect
     * @param denyLogging absent of an earlier time: of the switches of logging nothing is kept
     * @param denials in the last 24 hours, to half an hour, recorded or not; of an earlier time those that were recorded
     */
    record NamespaceSummary(
            String name,
            int policies,
            long pods,
            long protectedIngress,
            long protectedEgress,
            long inShadowIngress,
            long inShadowEgress,
            long hostNetworkPods,
            @Nullable Boolean denyLogging,
            Denials denials) {
        private List<String> cells() {
            return List.of(
                    name,
                    Integer.toString(policies),
                    Long.toString(pods),
                    Long.toString(protectedIngress),
                    Long.toString(protectedEgress),
                    Long.toString(denials.ingress() + denials.egress()),
                    AnswerTable.cell(denials.withheld()),
                    AnswerTable.cell(denyLogging));
        }
    }

    /**
     * Packets that were denied at the namespace's pods.
     *
     * @param series both directions over the time, oldest first
     * @param withheld of an earlier time those that budgets kept from being recorded, which are in no other number; absent when there are none
     */
    record Denials(
            long ingress,
            long egress,
            List<Long> series,
            @Nullable Long withheld) {
        static Denials counted(NamespaceDenials denied) {
            return new Denials(denied.ingress(), denied.egress(), denied.series(), null);
        }
    }

    Summary ofAll() {
        ClusterSnapshot snapshot = cluster.current();
        return of(snapshot, snapshot.namespaces());
    }

    Summary of(ClusterSnapshot snapshot, Collection<Namespace> namespaces) {
        Map<String, NamespaceDenials> denials = byNamespace(counts.deniedLastDay());
        return new Summary(
                snapshot.revision(),
                cluster.freshness() instanceof Freshness.Current,
                Stretches.DAY.length(),
                namespaces.stream()
                        .map(namespace -> summary(
                                snapshot,
                                namespace,
                                isLogged(snapshot, namespace),
                                Denials.counted(of(denials, namespace.name()))))
                        .toList(),
                counts.missing().isNothing() ? null : counts.missing(),
                null);
    }

    /** As it was at a time. */
    Summary of(Past past, Collection<Namespace> namespaces, Instant at) {
        RecordedDenials.Found found = recorded.before(at);
        Map<String, NamespaceDenials> denials = byNamespace(found.lastDay());
        return new Summary(
                null,
                past.followed(),
                Stretches.DAY.length(),
                namespaces.stream()
                        .map(namespace -> summary(
                                past.snapshot(), namespace, null, recorded(found, of(denials, namespace.name()))))
                        .toList(),
                null,
                new Recorded(
                        found.range().from(),
                        found.range().to(),
                        coverage.missing(RecordedDenials.DENIALS, found.range()).causes().stream()
                                .map(LogController.Cause::of)
                                .toList()));
    }

    private static Denials recorded(RecordedDenials.Found found, NamespaceDenials denied) {
        return new Denials(
                denied.ingress(),
                denied.egress(),
                denied.series(),
                found.withheld().get(denied.namespace()));
    }

    private static Map<String, NamespaceDenials> byNamespace(List<NamespaceDenials> denials) {
        return denials.stream().collect(Collectors.toMap(NamespaceDenials::namespace, Function.identity()));
    }

    private static NamespaceDenials of(Map<String, NamespaceDenials> denials, String namespace) {
        return denials.getOrDefault(namespace, new NamespaceDenials(namespace, 0, 0, List.of()));
    }

    private static boolean isLogged(ClusterSnapshot snapshot, Namespace namespace) {
        LoggingConfig.Switch deny = snapshot.logging().deny();
        return deny.log() && (!deny.delegate() || namespace.wantsDenyLogging());
    }

    private static NamespaceSummary summary(
            ClusterSnapshot snapshot, Namespace namespace, @Nullable Boolean denyLogging, Denials denials) {
        String name = namespace.name();
        Coverage coverage = Coverage.of(snapshot, name);
        Coverage shadow = Coverage.ofShadow(snapshot, name);
        return new NamespaceSummary(
                name,
                snapshot.policiesIn(name).size(),
                coverage.pods(),
                coverage.inbound(),
                coverage.outbound(),
                shadow.inbound(),
                shadow.outbound(),
                coverage.hostNetwork(),
                denyLogging,
                denials);
    }
}
