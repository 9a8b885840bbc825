package dev.weir.rest;

import dev.weir.cluster.ClusterView;
import dev.weir.pairs.NamespaceMatrix;
import dev.weir.pairs.NamespaceMatrix.Square;
import dev.weir.pairs.PairFinder;
import dev.weir.pairs.TalkingPair.Seen;
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

/** Who of a namespace may talk to whom, and who did. */
@RestController
@Tag(name = "Flows")
final class MatrixController {
    private final ClusterView cluster;
    private final PairFinder pairs;
    private final ClusterAt then;

    MatrixController(ClusterView cluster, PairFinder pairs, ClusterAt then) {
        this.cluster = cluster;
        this.pairs = pairs;
        this.then = then;
    }

    /**
     * The matrix.
     *
     * @param pairs where somebody may or did; other namespaces are one end each
     * @param morePairs that spoke and were too many to be looked at
     */
    record MatrixAnswer(String namespace, Instant from, Instant to, List<MatrixPair> pairs, int morePairs)
            implements AnswerTable.Source {
        @Override
        public AnswerTable table() {
            return new AnswerTable(
                    List.of("source", "destination", "may", "allowed", "denied", "wouldDeny", "last"),
                    pairs.stream().map(MatrixPair::cells).toList());
        }
    }

    /**
     * From one end to another.
     *
     * @param may what policies let at least one pod open to at least one of the other end; absent where that is not known, empty = nothing
     * @param seen whether they talked in the time; absent = no
     */
    record MatrixPair(
            FlowsAnswer.FlowEnd source,
            FlowsAnswer.FlowEnd destination,
            @Nullable List<String> may,
            @Nullable Spoken seen) {
        /** Where it is not known who may, that is said; nothing is an empty cell. */
        private List<String> cells() {
            return List.of(
                    source.words(),
                    destination.words(),
                    may == null ? "not known" : String.join(", ", may),
                    Boolean.toString(seen != null && seen.allowed()),
                    Boolean.toString(seen != null && seen.denied()),
                    Boolean.toString(seen != null && seen.wouldDeny()),
                    AnswerTable.cell(seen == null ? null : seen.last()));
        }

        static MatrixPair of(Square square) {
            return new MatrixPair(
                    FlowsAnswer.FlowEnd.of(square.ends().source()),
                    FlowsAnswer.FlowEnd.of(square.ends().destination()),
                    square.may() == null ? null : square.may().words(),
                    square.seen() == null ? null : Spoken.of(square.seen()));
        }
    }

    /** Whether anything was allowed and denied, and some of what was allowed would be denied by policies in shadow. */
    record Spoken(
            boolean allowed,
            boolean denied,
            boolean wouldDeny,
            @Nullable Instant last) {
        static Spoken of(Seen seen) {
            return new Spoken(seen.allowed(), seen.denied(), seen.wouldDeny(), seen.last());
        }
    }

    @GetMapping(
            path = "/api/v1/namespaces/{namespace}/matrix",
            produces = {MediaType.APPLICATION_JSON_VALUE, TableConverter.CSV, TableConverter.TEXT})
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = MatrixAnswer.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                @Content(mediaType = "text/plain", schema = @Schema(type = "string"))
            })
    @Operation(
            summary = "Who of the namespace may open connections to whom, and who did",
            description = "What policies admit, beside what was recorded and counted in a time.")
    MatrixAnswer matrix(
            @PathVariable String namespace,
            @RequestParam(defaultValue = "-24h") String from,
            @RequestParam(defaultValue = "") String to,
            @Parameter(
                            description =
                                    "RFC 3339, or before now: as the policies, labels and pods of that time admit;"
                                            + " counts, which go on, are left out. Default now",
                            example = "-1h")
                    @RequestParam(defaultValue = "")
                    String at) {
        ThereIs.namespace(cluster.current(), namespace);
        ClusterAt.Asked asked = then.read(at);
        NamespaceMatrix matrix = NamespaceMatrix.of(namespace, asked.times().range(from, to), asked.cluster(), pairs);
        return new MatrixAnswer(
                namespace,
                matrix.range().from(),
                matrix.range().to(),
                matrix.squares().stream().map(MatrixPair::of).toList(),
                matrix.more());
    }
}
