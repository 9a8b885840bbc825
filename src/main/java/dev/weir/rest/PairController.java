package dev.weir.rest;

import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.TimeRange;
import dev.weir.pairs.PairDrawing;
import dev.weir.pairs.PairFinder;
import dev.weir.pairs.PairQuestion;
import dev.weir.pairs.Pairs;
import dev.weir.pairs.Talker;
import dev.weir.pairs.TalkingPair;
import dev.weir.visible.VisibleCounts;
import dev.weir.why.CoverageExplainer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriComponentsBuilder;

/** Who talks to whom: as rows, and as the map of the same rows. */
@RestController
@Tag(name = "Flows")
final class PairController {
    private final PairFinder pairs;
    private final CoverageExplainer coverage;
    private final VisibleCounts counts;
    private final ClusterAt cluster;

    PairController(PairFinder pairs, CoverageExplainer coverage, VisibleCounts counts, ClusterAt cluster) {
        this.pairs = pairs;
        this.coverage = coverage;
        this.counts = counts;
        this.cluster = cluster;
    }

    @GetMapping(
            path = "/api/v1/flows/edges",
            produces = {MediaType.APPLICATION_JSON_VALUE, TableConverter.CSV, TableConverter.TEXT})
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = FlowsAnswer.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                @Content(mediaType = "text/plain", schema = @Schema(type = "string"))
            })
    @Operation(
            summary = "Who talked to whom, through which ports, and what guards it",
            description =
                    "From the records of a time, beside what nodes counted. With a filter, and of an earlier time,"
                            + " counts are left out.")
    FlowsAnswer edges(LogSelection selection, PairSelection which) {
        PairQuestion question = question(selection, which);
        TimeRange range = question.range();
        RecordFilter filter = question.recordFilter();
        Pairs found = pairs.find(question, which.most());
        return new FlowsAnswer(
                filter.readsAs(),
                range.from(),
                range.to(),
                PairSelection.word(found.scope()),
                found.pairs().stream().map(FlowsAnswer.FlowPair::of).toList(),
                found.more(),
                found.bounded(),
                coverage.missing(filter, range).causes().stream()
                        .map(LogController.Cause::of)
                        .toList(),
                counts.missing());
    }

    @GetMapping(path = "/api/v1/flows/edges/graph.svg", produces = "image/svg+xml")
    @Operation(
            summary = "The same as a map",
            description =
                    "Of at most 60 pairs; when there are more, of the namespaces. The same pairs always give the same"
                            + " map.")
    String graph(LogSelection selection, PairSelection which) {
        PairQuestion question = question(selection, which);
        Pairs found = pairs.few(question, which.mostOfPicture(), PairDrawing.MOST_PAIRS);
        return PairDrawing.draw(found.pairs(), new MapWords(question));
    }

    private PairQuestion question(LogSelection selection, PairSelection which) {
        ClusterAt.Asked asked = cluster.read(which.at());
        return which.question(selection.question(), selection.range(asked.times()), asked.cluster());
    }

    /** Links lead to the console's pages with the same question. */
    private record MapWords(PairQuestion question) implements PairDrawing.Words {
        @Override
        public String title() {
            return "Who talked to whom from " + question.range().from() + " to "
                    + question.range().to();
        }

        @Override
        public String name(Talker talker) {
            return switch (talker.kind()) {
                case NAMESPACE -> talker.namespace();
                case WORKLOAD -> talker.namespace() + "/" + talker.name();
                case NODE -> "node " + talker.name();
                case OUTSIDE -> "outside the cluster";
                case HIDDEN -> "hidden";
            };
        }

        @Override
        public String title(TalkingPair pair) {
            return name(pair.ends().source()) + " → " + name(pair.ends().destination()) + ": "
                    + pair.recorded().sides().allowed() + " connections allowed, "
                    + pair.recorded().sides().denied() + " packets denied"
                    + (pair.seen().wouldDeny() ? "; some would be denied" : "");
        }

        @Override
        public String href(Talker talker) {
            return logs("(" + talker.clause("src") + ") OR (" + talker.clause("dest") + ")");
        }

        @Override
        public String href(TalkingPair pair) {
            return logs(pair.filter());
        }

        private String logs(String filter) {
            return UriComponentsBuilder.fromPath("/logs")
                    .queryParam("q", "{q}")
                    .queryParam("from", "{from}")
                    .queryParam("to", "{to}")
                    .encode()
                    .build(filter, question.range().from(), question.range().to())
                    .toString();
        }
    }
}
