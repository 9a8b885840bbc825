package dev.weir.rest;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Coverage;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.counts.Missing;
import dev.weir.counts.NamespaceDenials;
import dev.weir.net.Direction;
import dev.weir.visible.VisibleCounts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The policy summary: how much of each namespace is protected, and what was denied there in the last day. */
@RestController
@Tag(name = "Summary")
final class SummaryController {
    private static final Duration STEP = Duration.ofMinutes(30);

    private final ClusterView cluster;
    private final VisibleCounts counts;

    SummaryController(ClusterView cluster, VisibleCounts counts) {
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
            @Nullable Missing missing) {}

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

    @GetMapping("/api/v1/summary")
    @Operation(summary = "Coverage by policies and denials of the last 24 hours, by namespace")
    Summary summary() {
        ClusterSnapshot snapshot = cluster.current();
        return summary(snapshot, snapshot.namespaces());
    }

    private Summary summary(ClusterSnapshot snapshot, Collection<Namespace> namespaces) {
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

    /**
     * One namespace; the other fields as in the summary of all.
     *
     * @param missing what the denials do not contain; absent when there is nothing
     */
    record OneNamespace(
            long revision,
            boolean current,
            Duration denialStep,
            NamespaceSummary namespace,
            @Nullable Missing missing) {}

    @GetMapping("/api/v1/namespaces/{namespace}/summary")
    @Operation(summary = "Coverage by policies and denials of the last 24 hours of one namespace")
    OneNamespace ofNamespace(@PathVariable String namespace) {
        ClusterSnapshot snapshot = cluster.current();
        Namespace found = ThereIs.namespace(snapshot, namespace);
        Summary all = summary(snapshot, List.of(found));
        return new OneNamespace(
                all.revision(),
                all.current(),
                all.denialStep(),
                all.namespaces().getFirst(),
                all.missing());
    }

    @GetMapping("/api/v1/namespaces/{namespace}/unprotected")
    @Operation(
            summary = "Pods that no policy isolates in a direction",
            description =
                    "Of those that can be: pods with the network of their node are never protected, and are counted in"
                            + " the summary. A policy in shadow protects nothing.")
    PodList unprotected(
            @PathVariable String namespace,
            @RequestParam(defaultValue = "ingress")
                    @Parameter(
                            schema =
                                    @Schema(
                                            allowableValues = {"ingress", "egress"},
                                            defaultValue = "ingress"))
                    String direction,
            @RequestParam(defaultValue = "0") int limit,
            @RequestParam(name = "continue", defaultValue = "") String continueToken) {
        ClusterSnapshot snapshot = cluster.current();
        ThereIs.namespace(snapshot, namespace);
        Direction wanted = Stream.of(Direction.values())
                .filter(one -> one.label().equals(direction))
                .findFirst()
                .orElseThrow(() -> ProblemException.badParameter("direction", "is ingress or egress."));
        return PodList.of(
                Coverage.unprotected(snapshot, namespace, wanted),
                new PodList.Paging(limit, continueToken, Objects.hash(namespace, direction)));
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
