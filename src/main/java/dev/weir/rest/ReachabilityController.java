package dev.weir.rest;

import dev.weir.cluster.ObjectRef;
import dev.weir.net.Protocol;
import dev.weir.rest.AuditAnswer.AuthorAnswer;
import dev.weir.why.EndPattern;
import dev.weir.why.ReachExplainer;
import dev.weir.why.WhoReaches;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who can reach whom. */
@RestController
@Tag(name = "What if")
final class ReachabilityController {
    private static final int MOST_PORT = 0xffff;

    private final ReachExplainer explainer;
    private final Clock clock;

    ReachabilityController(ReachExplainer explainer, Clock clock) {
        this.explainer = explainer;
        this.clock = clock;
    }

    /**
     * Who can reach it.
     *
     * @param basis on what the answer rests
     * @param more how many sources are not listed
     * @param diff what was different at the other time
     */
    record ReachabilityAnswer(
            Instant at,
            String basis,
            List<SourceAnswer> sources,
            long more,
            @Nullable DiffAnswer diff) implements AnswerTable.Source {
        @Override
        public AnswerTable table() {
            return new AnswerTable(
                    List.of("from", "to", "answer", "ports", "reason", "lastSeen"),
                    sources.stream().map(SourceAnswer::cells).toList());
        }
    }

    /**
     * One who can, or who was asked for.
     *
     * @param answer yes: policies admit it and the nodes of both ends enforce them; undecidable: a node enforces something else
     * @param ports such as TCP 80; everything alone
     */
    record SourceAnswer(
            EndAnswer from,
            EndAnswer to,
            List<String> ports,

            @Schema(allowableValues = {"yes", "no", "undecidable"})
            String answer,

            String reason,
            String enforcement,
            @Nullable SeenAnswer seen) {
        private List<String> cells() {
            return List.of(
                    from.words(),
                    to.words(),
                    answer,
                    String.join(", ", ports),
                    reason,
                    AnswerTable.cell(seen == null ? null : seen.last()));
        }

        static SourceAnswer of(WhoReaches.Source source) {
            WhoReaches.Seen seen = source.seen();
            return new SourceAnswer(
                    EndAnswer.of(source.from()),
                    EndAnswer.of(source.to()),
                    source.ports().words(),
                    source.answer().label(),
                    source.reason(),
                    source.enforcement(),
                    seen == null ? null : new SeenAnswer(seen.last(), seen.records(), seen.recordId()));
        }
    }

    /**
     * Connections recorded as allowed within the day before.
     *
     * @param record the id of the last one
     */
    record SeenAnswer(Instant last, long records, String record) {}

    record DiffAnswer(Instant from, String basis, List<TurnAnswer> gained, List<TurnAnswer> lost) {
        static DiffAnswer of(WhoReaches.Then then) {
            return new DiffAnswer(
                    then.at(),
                    then.basis(),
                    then.gained().stream().map(TurnAnswer::of).toList(),
                    then.lost().stream().map(TurnAnswer::of).toList());
        }
    }

    /** @param cause the change that made the difference; absent when it cannot be named */
    record TurnAnswer(
            EndAnswer from,
            EndAnswer to,
            List<String> ports,
            @Nullable CauseAnswer cause) {
        static TurnAnswer of(WhoReaches.Turn turn) {
            WhoReaches.Cause cause = turn.cause();
            return new TurnAnswer(
                    EndAnswer.of(turn.from()),
                    EndAnswer.of(turn.to()),
                    turn.ports().words(),
                    cause == null ? null : CauseAnswer.of(cause));
        }
    }

    /**
     * The change that made it.
     *
     * @param by who made it; absent when that is not kept
     * @param change the id of the change, see /api/v1/audit
     */
    record CauseAnswer(
            Instant at,
            String kind,
            String namespace,
            String name,
            String sentence,
            @Nullable AuthorAnswer by,
            @Nullable Long change) {
        static CauseAnswer of(WhoReaches.Cause cause) {
            ObjectRef object = cause.object();
            return new CauseAnswer(
                    cause.at(),
                    object.kind().kind(),
                    object.namespace(),
                    object.name(),
                    cause.sentence(),
                    AuthorAnswer.of(cause.by()),
                    cause.by() == null ? null : cause.by().id());
        }
    }

    @GetMapping(
            path = "/api/v1/reachability",
            produces = {MediaType.APPLICATION_JSON_VALUE, TableConverter.CSV, TableConverter.TEXT})
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = ReachabilityAnswer.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                @Content(mediaType = "text/plain", schema = @Schema(type = "string"))
            })
    @Operation(
            summary = "Who can reach some workloads and why; now or at an earlier time, and what was different at"
                    + " another",
            description = "Joins what policies say with whether the nodes of both ends enforce that, and with the last"
                    + " recorded connection. With diffFrom each difference names the change (of a policy, a label,"
                    + " a namespace) that made it.")
    ReachabilityAnswer reachability(
            @Parameter(description = "namespace, namespace/name or namespace/kind/name", example = "shop/redis-cart")
                    @RequestParam
                    String to,
            @Parameter(description = "The same, or an address: only these", example = "shop/web")
                    @RequestParam(defaultValue = "")
                    String from,
            @Parameter(example = "TCP") @RequestParam(defaultValue = "") String protocol,
            @RequestParam(required = false) @Nullable Integer port,
            @Parameter(description = "RFC 3339, or before now; default now", example = "-1h")
                    @RequestParam(defaultValue = "")
                    String at,
            @Parameter(description = "Another time to compare with", example = "-24h") @RequestParam(defaultValue = "")
                    String diffFrom) {
        ReachExplainer.Question question = new ReachExplainer.Question(
                pattern("to", to, false),
                from.isBlank() ? null : pattern("from", from, true),
                ReachExplainer.Question.ports(protocol.isBlank() ? null : protocol(protocol), checked(port)),
                time("at", at),
                time("diffFrom", diffFrom));
        WhoReaches answer = explainer.explain(question).orElseThrow(this::beforeHistory);
        return new ReachabilityAnswer(
                answer.at(),
                answer.basis(),
                answer.sources().stream().map(SourceAnswer::of).toList(),
                answer.more(),
                answer.then() == null ? null : DiffAnswer.of(answer.then()));
    }

    private @Nullable Instant time(String name, String text) {
        return text.isBlank() ? null : ClusterAt.past(name, text, clock.instant());
    }

    private ProblemException beforeHistory() {
        String begins = explainer
                .begins()
                .map(begin -> "The history of the cluster begins at " + begin + ".")
                .orElse("There is no history of the cluster yet.");
        return ProblemException.badParameter("at", "or diffFrom lies before what is kept. " + begins);
    }

    private static EndPattern pattern(String field, String text, boolean mayBeAddress) {
        try {
            EndPattern pattern = EndPattern.parse(text);
            if (pattern.address() == null || mayBeAddress) {
                return pattern;
            }
        } catch (IllegalArgumentException wrong) {
            throw ProblemException.badParameter(field, String.valueOf(wrong.getMessage()));
        }
        throw ProblemException.badParameter(field, "names workloads, not an address.");
    }

    private static Protocol protocol(String text) {
        try {
            return Protocol.parse(text);
        } catch (IllegalArgumentException unknown) {
            throw ProblemException.badParameter("protocol", "is TCP, UDP, SCTP, ICMP, ICMPv6 or a number.");
        }
    }

    private static @Nullable Integer checked(@Nullable Integer port) {
        if (port != null && (port < 1 || port > MOST_PORT)) {
            throw ProblemException.badParameter("port", "is 1 to 65535.");
        }
        return port;
    }
}
