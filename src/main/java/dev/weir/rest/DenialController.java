package dev.weir.rest;

import dev.weir.cluster.ClusterView;
import dev.weir.cluster.PolicyRef;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.TimeRange;
import dev.weir.pairs.DeniedPairs;
import dev.weir.pairs.DeniedPairs.Denied;
import dev.weir.pairs.PairFinder;
import dev.weir.pairs.TalkingPair;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Between whom most is denied in a namespace: the rows of its page. */
@RestController
@Tag(name = "Flows")
final class DenialController {
    private static final int MOST = 1000;

    private final ClusterView cluster;
    private final DeniedPairs denied;
    private final ClusterAt then;

    DenialController(ClusterView cluster, PairFinder pairs, RecordReader records, ClusterAt then) {
        this.cluster = cluster;
        denied = new DeniedPairs(pairs, records);
        this.then = then;
    }

    /**
     * What was denied.
     *
     * @param pairs the most packets first
     * @param morePairs that the limit left out
     */
    record Denials(String namespace, Instant from, Instant to, List<DeniedPair> pairs, int morePairs)
            implements AnswerTable.Source {
        @Override
        public AnswerTable table() {
            return new AnswerTable(
                    List.of("source", "destination", "ports", "packets", "last", "guardedBy", "record"),
                    pairs.stream().map(DeniedPair::cells).toList());
        }
    }

    /**
     * From one end to another.
     *
     * @param packets of its records
     * @param guardedBy policies that isolate its ends
     * @param record the id of its last denial, for /logs/{id}/why and /logs/{id}/proposal; absent when there is no record of one
     * @param filter that finds the records
     */
    record DeniedPair(
            FlowsAnswer.FlowEnd source,
            FlowsAnswer.FlowEnd destination,
            List<String> ports,
            long packets,
            @Nullable Instant last,
            List<PolicyRef> guardedBy,
            @Nullable String record,
            String filter) {
        private List<String> cells() {
            return List.of(
                    source.words(),
                    destination.words(),
                    String.join(", ", ports),
                    Long.toString(packets),
                    AnswerTable.cell(last),
                    AnswerTable.cell(guardedBy),
                    AnswerTable.cell(record));
        }

        static DeniedPair of(Denied denied) {
            TalkingPair pair = denied.pair();
            StoredRecord newest = denied.newest();
            return new DeniedPair(
                    FlowsAnswer.FlowEnd.of(pair.ends().source()),
                    FlowsAnswer.FlowEnd.of(pair.ends().destination()),
                    pair.recorded().ports().stream()
                            .map(TalkingPair.Port::toString)
                            .toList(),
                    pair.recorded().sides().denied(),
                    pair.seen().last(),
                    pair.guard().policies(),
                    newest == null ? null : newest.id(),
                    "disposition=\"deny\" AND " + pair.filter());
        }
    }

    @GetMapping(
            path = "/api/v1/namespaces/{namespace}/denials",
            produces = {MediaType.APPLICATION_JSON_VALUE, TableConverter.CSV, TableConverter.TEXT})
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = Denials.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                @Content(mediaType = "text/plain", schema = @Schema(type = "string"))
            })
    @Operation(
            summary = "Between whom of the namespace and others most was denied, each with a record to explain",
            description = "From the records of a time. The records themselves are in /api/v1/logs.")
    Denials denials(
            @PathVariable String namespace,
            @RequestParam(defaultValue = "-24h") String from,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "" + DeniedPairs.STANDARD) @Parameter(description = "1 to 1000") int limit,
            @Parameter(description = "RFC 3339, or before now: guarded by the policies of that time. Default now")
                    @RequestParam(defaultValue = "")
                    String at) {
        ThereIs.namespace(cluster.current(), namespace);
        if (limit < 1 || limit > MOST) {
            throw ProblemException.badParameter("limit", "is 1 to " + MOST + ".");
        }
        ClusterAt.Asked asked = then.read(at);
        TimeRange range = asked.times().range(from, to);
        DeniedPairs.Found found = denied.of(namespace, range, asked.cluster(), limit);
        return new Denials(
                namespace,
                range.from(),
                range.to(),
                found.denied().stream().map(DeniedPair::of).toList(),
                found.more());
    }
}
