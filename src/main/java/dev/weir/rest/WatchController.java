package dev.weir.rest;

import dev.weir.cluster.ClusterView;
import dev.weir.visible.VisibleWatch;
import dev.weir.visible.WatchTail;
import dev.weir.watch.Topic;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of the summary, the alerts and the policies, as it happens. Written on the request's own thread, which is a virtual one. */
@RestController
@Tag(name = "Watch")
final class WatchController {
    private final VisibleWatch watch;
    private final SummaryWatch summary;
    private final Streams streams;
    private final ClusterView cluster;
    private final JsonMapper json;
    private final Clock clock;

    WatchController(
            VisibleWatch watch,
            SummaryWatch summary,
            Streams streams,
            ClusterView cluster,
            JsonMapper json,
            Clock clock) {
        this.watch = watch;
        this.summary = summary;
        this.streams = streams;
        this.cluster = cluster;
        this.json = json;
        this.clock = clock;
    }

    @GetMapping("/api/v1/watch")
    @Operation(
            summary = "Watch the summary, alerts and policies",
            description =
                    "As a watch of Kubernetes: ADDED, MODIFIED and DELETED with the object as the address of its topic gives it, as"
                            + " text/event-stream or application/x-ndjson. Without resourceVersion the present state comes first, as ADDED without a"
                            + " resourceVersion of their own: it is complete with the first BOOKMARK. With one (or with Last-Event-ID) only what"
                            + " happened since; 410 watch-expired when that cannot be told: watch again without. A BOOKMARK comes every 20 seconds"
                            + " besides, and says whether the server follows the Kubernetes API. END says why a stream is over.")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = "text/event-stream",
                        schema = @Schema(type = "string"),
                        examples =
                                @ExampleObject(
                                        "event: MODIFIED\nid: 3f9a51c2-1042-0b5e7d21\ndata: {\"type\":\"MODIFIED\",\"resourceVersion\":\"3f9a51c2-1042-0b5e7d21\","
                                                + "\"topic\":\"policies\",\"object\":{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"NetworkPolicy\",…}}\n\n")),
                @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string"))
            })
    void watch(
            @RequestParam(defaultValue = "")
                    @Parameter(description = "One or more of summary, alerts, policies, separated by commas")
                    List<String> topics,
            @RequestParam(defaultValue = "")
                    @Parameter(description = "After which to go on; default: the present state first")
                    String resourceVersion,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Set<Topic> wanted = topics(topics);
        List<MediaType> accepted = MediaType.parseMediaTypes(request.getHeader(HttpHeaders.ACCEPT));
        MimeTypeUtils.sortBySpecificity(accepted);
        RecordFormat format = RecordFormat.accepted(accepted, List.of(RecordFormat.EVENTS, RecordFormat.LINES));
        if (Streams.answeredHead(request, response, format)) {
            return;
        }
        Runnable look = wanted.contains(Topic.SUMMARY) ? summary::look : () -> {};
        look.run();
        WatchTail tail = watch.open(wanted, since(resourceVersion, request));
        try (Streams.Closing stream = streams.open(tail::close)) {
            response.setContentType(format.type().toString());
            response.setHeader("X-Accel-Buffering", "no");
            new WatchFollower(tail, cluster, json, clock, format == RecordFormat.EVENTS)
                    .run(response.getOutputStream(), look);
        }
    }

    /** The header is what a browser's EventSource sends when it connects again. To Kubernetes 0 means any state, to begin with. */
    private static String since(String resourceVersion, HttpServletRequest request) {
        String last = request.getHeader("Last-Event-ID");
        String since = last == null || last.isEmpty() ? resourceVersion : last;
        return since.equals("0") ? "" : since;
    }

    private static Set<Topic> topics(List<String> labels) {
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        for (String label : labels) {
            topics.add(Topic.ofLabel(label.strip()).orElseThrow(WatchController::noTopic));
        }
        if (topics.isEmpty()) {
            throw noTopic();
        }
        return topics;
    }

    private static ProblemException noTopic() {
        String all = Arrays.stream(Topic.values()).map(Topic::label).collect(Collectors.joining(", "));
        return ProblemException.badParameter("topics", "is one or more of " + all + ", separated by commas.");
    }
}
