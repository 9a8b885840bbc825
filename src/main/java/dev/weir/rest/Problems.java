package dev.weir.rest;

import dev.weir.access.AccessException;
import dev.weir.access.AccessRefusedException;
import dev.weir.alert.AlertException;
import dev.weir.change.ChangeException;
import dev.weir.cluster.KubernetesException;
import dev.weir.document.DocumentSyntaxException;
import dev.weir.document.Finding;
import dev.weir.document.Position;
import dev.weir.expectation.Anchors;
import dev.weir.expectation.ClaimException;
import dev.weir.expectation.ExpectationChangedException;
import dev.weir.expectation.ExpectationException;
import dev.weir.expectation.ExpectationsBrokenException;
import dev.weir.flow.filter.FilterSyntaxException;
import dev.weir.flow.store.RecordStoreException;
import dev.weir.nodes.EndpointReadException;
import dev.weir.simulation.SimulationException;
import dev.weir.watch.WatchExpiredException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Which answer an exception gets. What nobody foresaw is logged once, under the trace id that the answer names. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String RETRY_SECONDS = "5";

    private Problems() {}

    static Problem of(Exception exception) {
        return switch (exception) {
            case ProblemException known -> known.problem();
            case KubernetesException kubernetes -> kubernetes(kubernetes);
            case DocumentSyntaxException wrong ->
                Problem.of(HttpStatus.BAD_REQUEST, "malformed-document", "The document cannot be read", text(wrong))
                        .withErrors(List.of(new Finding("", text(wrong), "syntax", wrong.position())));
            case FilterSyntaxException wrong ->
                Problem.of(HttpStatus.BAD_REQUEST, "invalid-filter", "The filter cannot be read", text(wrong))
                        .withErrors(List.of(FilterFinding.of(wrong)));
            case RecordStoreException store -> store(store);
            case WatchExpiredException expired ->
                Problem.of(HttpStatus.GONE, "watch-expired", "What happened since cannot be told", text(expired));
            case EndpointReadException unread -> unread(unread);
            case AccessRefusedException refused ->
                Problem.of(HttpStatus.FORBIDDEN, "forbidden", "A role is missing", text(refused));
            case AccessException wrong ->
                Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-access", "That cannot be", text(wrong));
            case ChangeException refused ->
                Problem.of(HttpStatus.CONFLICT, "change-refused", "The change cannot be made like that", text(refused));
            case ExpectationsBrokenException broken -> BrokenExpectations.problem(broken, new Anchors(Map.of()));
            case ExpectationException refused ->
                Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-expectation", "That cannot be", text(refused));
            case ExpectationChangedException changed ->
                changed.current() == 0
                        ? Problem.of(HttpStatus.NOT_FOUND, "not-found", "Not found", text(changed))
                        : Precondition.failed(Long.toString(changed.current()), changed)
                                .problem();
            case ClaimException unreadable ->
                Problem.of(
                                HttpStatus.UNPROCESSABLE_CONTENT,
                                "unreadable-expectation",
                                "The expectation cannot be read",
                                unreadable.problem())
                        .withErrors(List.of(new Finding(
                                unreadable.field().isEmpty() ? "expect" : unreadable.field(),
                                unreadable.problem(),
                                "unreadable-expectation",
                                unreadable.field().isEmpty()
                                        ? new Position(1, unreadable.column(), 1, unreadable.column() + 1)
                                        : null)));
            case AlertException refused ->
                Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-alert", "That cannot be set", text(refused));
            case SimulationException refused ->
                Problem.of(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "too-many-changes",
                        "That cannot be simulated",
                        text(refused));
            case HttpMessageNotReadableException wrong ->
                Problem.of(
                        HttpStatus.BAD_REQUEST,
                        "malformed-body",
                        "The body cannot be read",
                        "Send JSON as the API describes it.");
            case MethodArgumentTypeMismatchException wrong ->
                ProblemException.badParameter(wrong.getName(), "cannot be \"" + wrong.getValue() + "\".")
                        .problem();
            case NoResourceFoundException nowhere ->
                Problem.of(
                        HttpStatus.NOT_FOUND,
                        "no-such-address",
                        "Not found",
                        "The API has nothing at this address; see /api/v1/openapi.json.");
            case ErrorResponse spring -> spring(spring);
            default -> unforeseen(exception);
        };
    }

    private static Problem kubernetes(KubernetesException exception) {
        return switch (exception) {
            case KubernetesException.NotFound e -> Problem.of(HttpStatus.NOT_FOUND, "not-found", "Not found", text(e));
            case KubernetesException.AlreadyExists e ->
                Problem.of(HttpStatus.CONFLICT, "already-exists", "The object exists already", text(e));
            case KubernetesException.Conflict e ->
                Problem.of(HttpStatus.CONFLICT, "conflict", "The object has changed, or another owns a field", text(e))
                        .with("current", e.currentResourceVersion());
            case KubernetesException.Invalid e ->
                Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-object", "The object is not valid", text(e));
            case KubernetesException.Expired e ->
                Problem.of(HttpStatus.GONE, "continue-token-expired", "The continue token has expired", text(e))
                        .with("continue", e.freshToken());
            case KubernetesException.Forbidden e ->
                Problem.of(
                        HttpStatus.BAD_GATEWAY,
                        "kubernetes-forbidden",
                        "The Kubernetes API does not let this server do that",
                        text(e) + " Check the server's ClusterRole.");
            case KubernetesException.Unavailable e ->
                Problem.of(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "kubernetes-unavailable",
                                "The Kubernetes API does not answer",
                                text(e))
                        .withHeaders(retryLater());
        };
    }

    private static Problem store(RecordStoreException exception) {
        return switch (exception) {
            case RecordStoreException.WrongToken e ->
                Problem.of(HttpStatus.GONE, "wrong-continue-token", "The continue token does not fit", text(e));
            case RecordStoreException.Busy e ->
                Problem.of(HttpStatus.TOO_MANY_REQUESTS, "busy", "Too many requests at once", text(e))
                        .withHeaders(retryLater());
            case RecordStoreException.TooMuch e ->
                Problem.of(HttpStatus.BAD_REQUEST, "too-much", "The question asks for too much", text(e));
            // No question is refused because the store is full; only writing is.
            case RecordStoreException.Full e -> unforeseen(e);
            case RecordStoreException.Failed e -> unforeseen(e);
        };
    }

    private static Problem unread(EndpointReadException exception) {
        String text = text(exception);
        return switch (exception.reason()) {
            case NOT_THERE -> Problem.of(HttpStatus.NOT_FOUND, "not-found", "Not found", text);
            case TOO_OLD -> Problem.of(HttpStatus.CONFLICT, "daemon-too-old", "The daemon is too old", text);
            case UNREADABLE -> Problem.of(HttpStatus.BAD_GATEWAY, "maps-unreadable", "The maps cannot be read", text);
            case AWAY ->
                Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "node-away", "The node is away", text)
                        .withHeaders(retryLater());
            case BUSY ->
                Problem.of(HttpStatus.TOO_MANY_REQUESTS, "busy", "Too many requests at once", text)
                        .withHeaders(retryLater());
            case SILENT ->
                Problem.of(HttpStatus.GATEWAY_TIMEOUT, "node-silent", "The node did not answer", text)
                        .withHeaders(retryLater());
        };
    }

    private static HttpHeaders retryLater() {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        return headers;
    }

    /** Spring's own: no such route, a wrong method, a media type that is not served, a parameter that is missing. */
    private static Problem spring(ErrorResponse response) {
        HttpStatusCode status = response.getStatusCode();
        HttpStatus known = HttpStatus.resolve(status.value());
        String title = known == null ? "Error" : known.getReasonPhrase();
        String detail = response.getBody().getDetail();
        return Problem.of(
                        status,
                        title.toLowerCase(Locale.ROOT).replace(' ', '-'),
                        title,
                        detail == null ? title + "." : detail)
                .withHeaders(response.getHeaders());
    }

    private static Problem unforeseen(Exception exception) {
        String trace = UUID.randomUUID().toString();
        LOG.error("A request to the API failed, trace id {}", trace, exception);
        return Problem.of(
                        HttpStatus.INTERNAL_SERVER_ERROR,
                        "internal",
                        "Something went wrong here",
                        "The server's log has the reason under this trace id.")
                .with("traceId", trace);
    }

    private static String text(Exception exception) {
        return String.valueOf(exception.getMessage());
    }
}
