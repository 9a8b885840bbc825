package dev.weir.rest;

import dev.weir.flow.RecordTree;
import dev.weir.flow.filter.PastedQuery;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.BothEnds;
import dev.weir.flow.store.RecordPage;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordQuery.Order;
import dev.weir.flow.store.RecordReader;
import dev.weir.why.CoverageExplainer;
import dev.weir.why.ExportForm;
import dev.weir.why.Missing;
import dev.weir.why.RecordExport;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records in the order of time as a page or as a whole, or as they are stored. Streams are written on the request's own thread, which is a
 * virtual one: it costs nothing while it waits.
 */
@RestController
@Tag(name = "Logs")
final class RecordsController {
    private static final int DEFAULT_PAGE = 100;
    private static final int DEFAULT_EXPORT = 10_000;
    private static final int LARGEST_EXPORT = 1_000_000;

    private final RecordReader store;
    private final JsonMapper json;
    private final CoverageExplainer coverage;
    private final Clock clock;
    private final Streams streams;

    RecordsController(RecordReader store, JsonMapper json, CoverageExplainer coverage, Clock clock, Streams streams) {
        this.store = store;
        this.json = json;
        this.coverage = coverage;
        this.clock = clock;
        this.streams = streams;
    }

    /** How many records, and which. */
    @ParameterObject
    record Paging(
            @Parameter(description = "desc (newest first, default) or asc") @Nullable
            String order,

            @Parameter(description = "Of a page at most 10000, of an export 1000000") @Nullable
            Integer limit,

            @Parameter(
                    description =
                            "true: records as they are stored; accepts text/event-stream and application/x-ndjson")
            @Nullable
            Boolean follow,

            @Parameter(description = "Follow after this cursor; default: new records only") @Nullable
            Long after,

            @Parameter(
                    description =
                            "true: the two ends of a connection as one item, the other end’s record under weir.other_end; pages only")
            @Nullable
            Boolean join) {

        Order recordOrder(PastedQuery question) {
            return switch (order == null ? (question.oldestFirst() ? "asc" : "desc") : order) {
                case "desc" -> Order.NEWEST_FIRST;
                case "asc" -> Order.OLDEST_FIRST;
                default -> throw ProblemException.badParameter("order", "is desc or asc.");
            };
        }

        int limit(PastedQuery question, int standard, int most) {
            int pasted = question.limit() == 0 ? standard : Math.min(question.limit(), most);
            int wanted = limit == null ? pasted : limit;
            if (wanted < 1 || wanted > most) {
                throw ProblemException.badParameter("limit", "is 1 to " + most + ".");
            }
            return wanted;
        }
    }

    @GetMapping("/api/v1/logs")
    @Operation(
            summary = "Search, export or follow records",
            description =
                    "As application/json a page; as application/x-ndjson or text/csv all of them, up to the limit; with follow=true as"
                            + " text/event-stream or application/x-ndjson those that are stored from now on. Lines of the type \"gap\" (in text/csv rows with the"
                            + " disposition gap) stand where nodes had more to record than their budgets permit, and count it. The last line of an export as"
                            + " application/x-ndjson has the type \"end\" and says what is missing; text/csv has such a line only when"
                            + " something is.")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = Page.class)),
                @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string")),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                @Content(mediaType = "text/event-stream", schema = @Schema(type = "string"))
            })
    void logs(
            LogSelection selection,
            Paging paging,
            @RequestParam(name = "continue", defaultValue = "") @Parameter(description = "The token of the page before")
                    String continueToken,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        List<MediaType> accepted = MediaType.parseMediaTypes(request.getHeader(HttpHeaders.ACCEPT));
        MimeTypeUtils.sortBySpecificity(accepted);
        PastedQuery question = selection.question();
        RecordFilter filter = question.recordFilter();
        if (Boolean.TRUE.equals(paging.follow())) {
            RecordFormat format = RecordFormat.accepted(accepted, List.of(RecordFormat.EVENTS, RecordFormat.LINES));
            follow(filter, after(paging, request), format, request, response);
            return;
        }
        RecordFormat format =
                RecordFormat.accepted(accepted, List.of(RecordFormat.PAGE, RecordFormat.LINES, RecordFormat.CSV));
        boolean page = format == RecordFormat.PAGE;
        int limit = paging.limit(
                question, page ? DEFAULT_PAGE : DEFAULT_EXPORT, page ? RecordReader.MAX_PAGE : LARGEST_EXPORT);
        RecordQuery query = new RecordQuery(
                filter,
                selection.range(clock),
                paging.recordOrder(question),
                Math.min(limit, RecordReader.MAX_PAGE),
                continueToken);
        if (page) {
            RecordPage found = store.query(query);
            boolean join = Boolean.TRUE.equals(paging.join());
            List<Map<String, Object>> items = join ? joined(found, query) : trees(found);
            write(Page.of(query, found, items, coverage.missing(filter, query.range())), format, response);
        } else {
            export(new RecordExport(store, coverage).begin(query, limit), format, response);
        }
    }

    private void export(RecordExport.Begun export, RecordFormat format, HttpServletResponse response)
            throws IOException {
        response.setContentType(format.type() + ";charset=utf-8");
        boolean csv = format == RecordFormat.CSV;
        if (csv) {
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"records.csv\"");
        }
        ExportForm form = csv ? new ExportForm.Csv() : new ExportForm.Lines(json::writeValueAsString);
        export.write(form, new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
    }

    /**
     * A page of records.
     *
     * @param readsAs how the filter was understood
     * @param metadata with the token of the next page, if there is one
     * @param coverage what is missing in the whole time of the question: complete, withheld, lost, and why
     */
    record Page(
            String readsAs,
            Map<String, Object> metadata,
            Map<String, Object> coverage,
            List<Map<String, Object>> items) {
        static Page of(RecordQuery query, RecordPage page, List<Map<String, Object>> items, Missing missing) {
            Map<String, Object> metadata = new LinkedHashMap<>();
            if (!page.continueToken().isEmpty()) {
                metadata.put("continue", page.continueToken());
            }
            return new Page(query.filter().readsAs(), metadata, missing.tree(), items);
        }
    }

    static List<Map<String, Object>> trees(RecordPage page) {
        return page.records().stream().map(RecordTree::of).toList();
    }

    private List<Map<String, Object>> joined(RecordPage page, RecordQuery query) {
        return new BothEnds(store)
                .join(page, query).stream().map(RecordsController::tree).toList();
    }

    /** What is expected and not there is said, so that nobody takes it for "passed unseen". */
    private static Map<String, Object> tree(BothEnds.Joined row) {
        Map<String, Object> tree = RecordTree.of(row.record());
        Map<String, Object> extended = new LinkedHashMap<>();
        if (tree.get("weir") instanceof Map<?, ?> extensions) {
            extensions.forEach((key, value) -> extended.put(String.valueOf(key), value));
        }
        if (row.other() != null) {
            extended.put("other_end", RecordTree.of(row.other()));
        } else if (row.expected()) {
            extended.put("other_end_missing", "The other end is a pod, but its side is not recorded.");
        }
        tree.put("weir", extended);
        return tree;
    }

    private void write(Page page, RecordFormat format, HttpServletResponse response) throws IOException {
        response.setContentType(format.type().toString());
        json.writeValue(response.getOutputStream(), page);
    }

    private void follow(
            RecordFilter filter,
            long after,
            RecordFormat format,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (Streams.answeredHead(request, response, format)) {
            return;
        }
        try (Streams.Stream stream =
                streams.open(position -> store.tail(filter, position), after, request.getUserPrincipal())) {
            new RecordFollower(stream, json, format).run(response);
        }
    }

    /** The header is what a browser's EventSource sends when it connects again. */
    private long after(Paging paging, HttpServletRequest request) {
        String last = request.getHeader("Last-Event-ID");
        long latest = store.latestPosition();
        long after = last != null ? cursor(last) : paging.after() == null ? latest : paging.after();
        if (after > latest) {
            throw new ProblemException(
                    Problem.of(
                            HttpStatus.GONE,
                            "cursor-gone",
                            "The cursor belongs to a store that is gone",
                            "The newest record here is " + latest + ", but the cursor is " + after
                                    + ": what lies between cannot be told. Follow without a cursor, and search for what was missed."));
        }
        return after;
    }

    private static long cursor(String lastEventId) {
        try {
            return Long.parseLong(lastEventId);
        } catch (NumberFormatException wrong) {
            throw ProblemException.badParameter("Last-Event-ID", "is the id of an event of this stream.");
        }
    }
}
