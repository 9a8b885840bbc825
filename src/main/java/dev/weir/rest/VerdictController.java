package dev.weir.rest;

import dev.weir.cluster.PodRef;
import dev.weir.flow.RecordWords;
import dev.weir.net.IpAddress;
import dev.weir.net.Protocol;
import dev.weir.net.Verdict;
import dev.weir.why.EndPattern;
import dev.weir.why.VerdictExplainer;
import dev.weir.why.VerdictExplainer.Place;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What policies would say to a connection. */
@RestController
@Tag(name = "What if")
final class VerdictController {
    private static final int MOST_PORT = 0xffff;

    private final VerdictExplainer explainer;
    private final Clock clock;

    VerdictController(VerdictExplainer explainer, Clock clock) {
        this.explainer = explainer;
        this.clock = clock;
    }

    /**
     * One end: exactly one of pod, workload, ip and labels.
     *
     * @param labels of a pod that need not be there; needs the namespace
     */
    record PlaceRequest(
            @Schema(example = "shop/web-6d4-x2") @Nullable String pod,

            @Schema(example = "shop/Deployment/web") @Nullable
            String workload,

            @Schema(example = "203.0.113.10") @Nullable String ip,
            @Nullable Map<String, String> labels,
            @Schema(example = "shop") @Nullable String namespace) {}

    /**
     * A connection.
     *
     * @param protocol TCP when it is left out
     * @param port of the destination; left out for protocols without ports
     * @param at RFC 3339, or before now; now when it is left out
     */
    record VerdictRequest(
            @Nullable PlaceRequest from,
            @Nullable PlaceRequest to,
            @Schema(example = "TCP") @Nullable String protocol,
            @Schema(example = "6379") @Nullable Integer port,
            @Schema(example = "-1h") @Nullable String at) {}

    /**
     * The answer.
     *
     * @param verdict allow or deny when all cases agree, partly when they do not, undecidable when some cannot be told
     * @param more how many cases are not listed
     */
    record VerdictAnswer(
            @Schema(allowableValues = {"allow", "deny", "partly", "undecidable", "nobody"})
            String verdict,

            String basis,
            List<CaseAnswer> cases,
            long more) {}

    /** @param verdict absent when it cannot be told */
    record CaseAnswer(String from, String to, @Nullable String verdict, String sentence, List<WhyAnswer.Side> sides) {
        static CaseAnswer of(VerdictExplainer.Case one) {
            return new CaseAnswer(
                    one.from(),
                    one.to(),
                    one.verdict() == null ? null : RecordWords.disposition(one.verdict()),
                    one.sentence(),
                    one.sides().stream().map(WhyAnswer.Side::of).toList());
        }
    }

    @PostMapping(path = "/api/v1/verdicts", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "What the policies of both ends say to a connection, now or at an earlier time",
            description =
                    "Nothing is sent. Each policy of both namespaces has one of four words. Pods of a workload that policies could tell"
                            + " apart are a case each.")
    VerdictAnswer verdict(@RequestBody VerdictRequest request) {
        VerdictExplainer.Question question = new VerdictExplainer.Question(
                place("from", request.from()),
                place("to", request.to()),
                protocol(request),
                port(request),
                request.at() == null ? null : ClusterAt.past("at", request.at(), clock.instant()));
        VerdictExplainer.Answer answer = explainer
                .answer(question)
                .orElseThrow(() -> ProblemException.badParameter("at", "lies before what is kept of the cluster."));
        return new VerdictAnswer(
                word(answer),
                answer.basis(),
                answer.cases().stream().map(CaseAnswer::of).toList(),
                answer.more());
    }

    private static String word(VerdictExplainer.Answer answer) {
        List<@Nullable Verdict> verdicts = answer.cases().stream()
                .<@Nullable Verdict>map(VerdictExplainer.Case::verdict)
                .distinct()
                .toList();
        if (verdicts.isEmpty()) {
            return "nobody";
        }
        if (verdicts.stream().anyMatch(Objects::isNull)) {
            return "undecidable";
        }
        return verdicts.size() == 1 ? RecordWords.disposition(Objects.requireNonNull(verdicts.getFirst())) : "partly";
    }

    private static Protocol protocol(VerdictRequest request) {
        try {
            return request.protocol() == null ? Protocol.TCP : Protocol.parse(request.protocol());
        } catch (IllegalArgumentException unknown) {
            throw ProblemException.badParameter("protocol", "is TCP, UDP, SCTP, ICMP, ICMPv6 or a number.");
        }
    }

    private static int port(VerdictRequest request) {
        int port = request.port() == null ? 0 : request.port();
        if (port < 0 || port > MOST_PORT || (port == 0) == protocol(request).hasPorts()) {
            throw ProblemException.badParameter("port", "is 1 to 65535, and left out for protocols without ports.");
        }
        return port;
    }

    private static Place place(String field, @Nullable PlaceRequest request) {
        List<@Nullable Object> given = request == null
                ? List.of()
                : Arrays.asList(request.pod(), request.workload(), request.ip(), request.labels());
        if (request == null || given.stream().filter(Objects::nonNull).count() != 1) {
            throw ProblemException.badParameter(field, "has exactly one of pod, workload, ip and labels.");
        }
        try {
            return place(request);
        } catch (IllegalArgumentException wrong) {
            throw ProblemException.badParameter(field, String.valueOf(wrong.getMessage()));
        }
    }

    private static Place place(PlaceRequest request) {
        if (request.pod() != null) {
            EndPattern pod = EndPattern.parse(request.pod());
            if (pod.name().isEmpty() || !pod.kind().isEmpty()) {
                throw new IllegalArgumentException("names a pod as namespace/name.");
            }
            return new Place.OfPod(new PodRef(pod.namespace(), pod.name()));
        }
        if (request.workload() != null) {
            EndPattern workload = EndPattern.parse(request.workload());
            if (workload.name().isEmpty()) {
                throw new IllegalArgumentException("names a workload as namespace/name or namespace/kind/name.");
            }
            return new Place.OfWorkload(workload);
        }
        if (request.ip() != null) {
            return new Place.OfAddress(IpAddress.parse(request.ip()));
        }
        if (request.namespace() == null || request.namespace().isBlank()) {
            throw new IllegalArgumentException("has labels, so it has a namespace, too.");
        }
        return new Place.OfLabels(request.namespace(), Objects.requireNonNull(request.labels()));
    }
}
