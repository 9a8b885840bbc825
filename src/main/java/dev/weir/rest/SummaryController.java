package dev.weir.rest;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.cluster.Coverage;
import dev.weir.cluster.Namespace;
import dev.weir.counts.Missing;
import dev.weir.net.Direction;
import dev.weir.rest.Summaries.NamespaceSummary;
import dev.weir.rest.Summaries.Recorded;
import dev.weir.rest.Summaries.Summary;
import dev.weir.why.ReadableHistory.Past;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The policy summary: how much of each namespace is protected, and what was denied there in the last day. */
@RestController
@Tag(name = "Summary")
final class SummaryController {
    private static final String AT =
            "RFC 3339, or before now: the pods, policies and modes of that time, and of the denials before it what was"
                    + " recorded. Default now";

    private final ClusterView cluster;
    private final ClusterAt then;
    private final Summaries summaries;

    SummaryController(ClusterView cluster, ClusterAt then, Summaries summaries) {
        this.cluster = cluster;
        this.then = then;
        this.summaries = summaries;
    }

    @GetMapping(
            path = "/api/v1/summary",
            produces = {MediaType.APPLICATION_JSON_VALUE, TableConverter.CSV, TableConverter.TEXT})
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = Summary.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                @Content(mediaType = "text/plain", schema = @Schema(type = "string"))
            })
    @Operation(
            summary = "Coverage by policies and denials of the last 24 hours, by namespace; now or at an earlier time")
    Summary summary(@Parameter(description = AT, example = "-1h") @RequestParam(defaultValue = "") String at) {
        ClusterAt.Asked asked = then.read(at);
        Past past = asked.past();
        return past == null
                ? summaries.ofAll()
                : summaries.of(past, past.snapshot().namespaces(), asked.times().now());
    }

    /**
     * One namespace; the other fields as in the summary of all.
     *
     * @param missing what the denials do not contain; absent when there is nothing
     * @param recorded how the denials of an earlier time are known; absent when they are counted
     */
    record OneNamespace(
            @Nullable Long revision,
            boolean current,
            Duration denialStep,
            NamespaceSummary namespace,
            @Nullable Missing missing,
            @Nullable Recorded recorded) {
        static OneNamespace of(Summary all) {
            return new OneNamespace(
                    all.revision(),
                    all.current(),
                    all.denialStep(),
                    all.namespaces().getFirst(),
                    all.missing(),
                    all.recorded());
        }
    }

    @GetMapping("/api/v1/namespaces/{namespace}/summary")
    @Operation(
            summary =
                    "Coverage by policies and denials of the last 24 hours of one namespace; now or at an earlier time")
    OneNamespace ofNamespace(
            @PathVariable String namespace,
            @Parameter(description = AT, example = "-1h") @RequestParam(defaultValue = "") String at) {
        ClusterAt.Asked asked = then.read(at);
        Past past = asked.past();
        ClusterSnapshot snapshot = past == null ? cluster.current() : past.snapshot();
        List<Namespace> found = List.of(ThereIs.namespace(snapshot, namespace));
        return OneNamespace.of(
                past == null
                        ? summaries.of(snapshot, found)
                        : summaries.of(past, found, asked.times().now()));
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
