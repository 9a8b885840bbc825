package dev.weir.rest;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterView;
import dev.weir.pairs.NamespaceMatrix;
import dev.weir.pairs.NamespaceMatrix.Square;
import dev.weir.pairs.PairFinder;
import dev.weir.pairs.TalkingPair.Seen;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
    private final Clock clock;

    MatrixController(ClusterView cluster, PairFinder pairs, Clock clock) {
        this.cluster = cluster;
        this.pairs = pairs;
        this.clock = clock;
    }

    /**
     * The matrix.
     *
     * @param pairs where somebody may or did; other namespaces are one end each
     * @param morePairs that spoke and were too many to be looked at
     */
    record MatrixAnswer(String namespace, Instant from, Instant to, List<MatrixPair> pairs, int morePairs) {}

    /**
     * From one end to another.
     *
     * @param may what policies let at least one pod open to at least one of the other end, now; absent where that is not known, empty = nothing
     * @param seen whether they talked in the time; absent = no
     */
    record MatrixPair(
            FlowsAnswer.FlowEnd source,
            FlowsAnswer.FlowEnd destination,
            @Nullable List<String> may,
            @Nullable Spoken seen) {
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

    @GetMapping("/api/v1/namespaces/{namespace}/matrix")
    @Operation(
            summary = "Who of the namespace may open connections to whom, and who did",
            description = "What policies admit now, beside what was recorded and counted in a time.")
    MatrixAnswer matrix(
            @PathVariable String namespace,
            @RequestParam(defaultValue = "-24h") String from,
            @RequestParam(defaultValue = "now") String to) {
        ClusterSnapshot snapshot = cluster.current();
        if (snapshot.namespace(namespace) == null) {
            throw ProblemException.notFound("There is no namespace " + namespace + ".");
        }
        NamespaceMatrix matrix =
                NamespaceMatrix.of(namespace, new TimeParameter(clock).range(from, to), snapshot, pairs);
        return new MatrixAnswer(
                namespace,
                matrix.range().from(),
                matrix.range().to(),
                matrix.squares().stream().map(MatrixPair::of).toList(),
                matrix.more());
    }
}
