package dev.weir.rest;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Coverage;
import dev.weir.cluster.Namespace;
import dev.weir.counts.Missing;
import dev.weir.net.Direction;
import dev.weir.rest.Summaries.NamespaceSummary;
import dev.weir.rest.Summaries.Summary;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
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
    private final ClusterView cluster;
    private final Summaries summaries;

    SummaryController(ClusterView cluster, Summaries summaries) {
        this.cluster = cluster;
        this.summaries = summaries;
    }

    @GetMapping("/api/v1/summary")
    @Operation(summary = "Coverage by policies and denials of the last 24 hours, by namespace")
    Summary summary() {
        return summaries.ofAll();
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
        Summary all = summaries.of(snapshot, List.of(found));
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
}
