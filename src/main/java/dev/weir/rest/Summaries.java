package dev.weir.rest;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Coverage;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.counts.Missing;
import dev.weir.counts.NamespaceDenials;
import dev.weir.visible.VisibleCounts;
import java.time.Duration;
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
    private static final Duration STEP = Duration.ofMinutes(30);

    private final ClusterView cluster;
    private final VisibleCounts counts;

    Summaries(ClusterView cluster, VisibleCounts counts) {
        this.cluster = cluster;
        this.counts = counts;
    }

    /**
     * The cluster.
     *
     * @param revision of the snapshot that this was computed from
     * @param current whether the server follows the Kubernetes API
     * @param denialStep the length of each number in the series of denials
     * @param missing what the denials do not contain; absent when there is nothing
     */
    record Summary(
            long revision,
            boolean current,
            Duration denialStep,
            List<NamespaceSummary> namespaces,
            @Nullable Missing missing) {

        /** Of whatever revision: what it says of the namespaces. */
        Summary essence() {
            return new Summary(0, current, denialStep, namespaces, missing);
        }
    }

    /**
     * A namespace.
     *
     * @param pods that can be protected: scheduled, not ended, with a network of their own
     * @param protectedIngress how many of them some policy isolates for ingress
     * @param inShadowIngress how many only policies in shadow would isolate for ingress; they are not protected
     * @param hostNetworkPods that no policy can protect
     * @param denials in the last 24 hours, to half an hour, recorded or not
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
            boolean denyLogging,
            Denials denials) {}

    /** Packets that were denied at the namespace's pods, and both directions over the time, oldest first. */
    record Denials(long ingress, long egress, List<Long> series) {}

    Summary ofAll() {
        ClusterSnapshot snapshot = cluster.current();
        return of(snapshot, snapshot.namespaces());
    }

    Summary of(ClusterSnapshot snapshot, Collection<Namespace> namespaces) {
        Map<String, NamespaceDenials> denials = counts.deniedLastDay().stream()
                .collect(Collectors.toMap(NamespaceDenials::namespace, Function.identity()));
        return new Summary(
                snapshot.revision(),
                cluster.freshness() instanceof Freshness.Current,
                STEP,
                namespaces.stream()
                        .map(namespace -> summary(snapshot, namespace, denials))
                        .toList(),
                counts.missing().isNothing() ? null : counts.missing());
    }

    private static NamespaceSummary summary(
            ClusterSnapshot snapshot, Namespace namespace, Map<String, NamespaceDenials> denials) {
        String name = namespace.name();
        Coverage coverage = Coverage.of(snapshot, name);
        Coverage shadow = Coverage.ofShadow(snapshot, name);
        NamespaceDenials denied = denials.getOrDefault(name, new NamespaceDenials(name, 0, 0, List.of()));
        LoggingConfig.Switch deny = snapshot.logging().deny();
        return new NamespaceSummary(
                name,
                snapshot.policiesIn(name).size(),
                coverage.pods(),
                coverage.inbound(),
                coverage.outbound(),
                shadow.inbound(),
                shadow.outbound(),
                coverage.hostNetwork(),
                deny.log() && (!deny.delegate() || namespace.wantsDenyLogging()),
                new Denials(denied.ingress(), denied.egress(), denied.series()));
    }
}
