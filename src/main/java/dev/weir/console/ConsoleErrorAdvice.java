package dev.weir.console;

import dev.weir.access.AccessRefusedException;
import dev.weir.change.ChangeException;
import dev.weir.cluster.KubernetesException;
import dev.weir.flow.filter.FilterSyntaxException;
import dev.weir.flow.store.RecordStoreException;
import dev.weir.nodes.EndpointReadException;
import java.time.DateTimeException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.ModelAndView;

/**
 * Turns what a page could not do into a page that says what happened and what to do. The same HTML answers htmx, which shows only the
 * element {@code #problem} of it in {@code #page-message}. What nobody foresaw is logged once, under the trace id that the page shows.
 */
@ControllerAdvice(basePackageClasses = ConsoleErrorAdvice.class)
final class ConsoleErrorAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleErrorAdvice.class);

    private final Texts texts;

    ConsoleErrorAdvice(Texts texts) {
        this.texts = texts;
    }

    record ProblemView(String title, String text, @Nullable String trace) {}

    /** What a page handler throws when what its address names does not exist. */
    static final class NotThere extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotThere(String what) {
            super(what);
        }
    }

    @ExceptionHandler
    ModelAndView notThere(NotThere exception) {
        return page(HttpStatus.NOT_FOUND, "error.404", null);
    }

    /** The address of an export was written by hand: the Logs page says what is wrong with a filter. */
    @ExceptionHandler({FilterSyntaxException.class, DateTimeException.class})
    ModelAndView unreadable(RuntimeException exception) {
        return page(HttpStatus.BAD_REQUEST, "error.400", null);
    }

    /** From when on something is kept, the sentence says. */
    @ExceptionHandler
    ModelAndView notKept(ClusterThen.NotKept exception) {
        ProblemView problem =
                new ProblemView(texts.of("freeze.not-kept"), String.valueOf(exception.getMessage()), null);
        return new ModelAndView("error/error", Map.of("problem", problem), HttpStatus.BAD_REQUEST);
    }

    /** The sentence of the refusal says which role is missing. */
    @ExceptionHandler
    ModelAndView refused(AccessRefusedException exception) {
        ProblemView problem =
                new ProblemView(texts.of("error.403.title"), String.valueOf(exception.getMessage()), null);
        return new ModelAndView("error/error", Map.of("problem", problem), HttpStatus.FORBIDDEN);
    }

    /** The change set is not in the state that the button was made for: the page was older than the change. */
    @ExceptionHandler
    ModelAndView change(ChangeException exception) {
        ProblemView problem =
                new ProblemView(texts.of("error.409.title"), String.valueOf(exception.getMessage()), null);
        return new ModelAndView("error/error", Map.of("problem", problem), HttpStatus.CONFLICT);
    }

    @ExceptionHandler
    ModelAndView store(RecordStoreException exception) {
        return switch (exception) {
            case RecordStoreException.WrongToken e -> page(HttpStatus.BAD_REQUEST, "error.400", null);
            case RecordStoreException.Busy e -> page(HttpStatus.SERVICE_UNAVAILABLE, "error.busy", null);
            case RecordStoreException.TooMuch e -> page(HttpStatus.SERVICE_UNAVAILABLE, "error.busy", null);
            case RecordStoreException.Full e -> page(HttpStatus.INTERNAL_SERVER_ERROR, "error.5xx", traced(e));
            case RecordStoreException.Failed e -> page(HttpStatus.INTERNAL_SERVER_ERROR, "error.5xx", traced(e));
        };
    }

    /** The sentence says what to do at the node. */
    @ExceptionHandler
    ModelAndView unread(EndpointReadException exception) {
        HttpStatus status = switch (exception.reason()) {
            case NOT_THERE -> HttpStatus.NOT_FOUND;
            case TOO_OLD -> HttpStatus.CONFLICT;
            case UNREADABLE -> HttpStatus.BAD_GATEWAY;
            case AWAY -> HttpStatus.SERVICE_UNAVAILABLE;
            case BUSY -> HttpStatus.TOO_MANY_REQUESTS;
            case SILENT -> HttpStatus.GATEWAY_TIMEOUT;
        };
        ProblemView problem =
                new ProblemView(texts.of("error.kernel.title"), String.valueOf(exception.getMessage()), null);
        return new ModelAndView("error/error", Map.of("problem", problem), status);
    }

    @ExceptionHandler
    ModelAndView kubernetes(KubernetesException exception) {
        return switch (exception) {
            case KubernetesException.NotFound e -> page(HttpStatus.NOT_FOUND, "error.404", null);
            case KubernetesException.AlreadyExists e -> page(HttpStatus.CONFLICT, "error.exists", null);
            case KubernetesException.Conflict e -> page(HttpStatus.CONFLICT, "error.409", null);
            case KubernetesException.Invalid e -> page(HttpStatus.UNPROCESSABLE_CONTENT, "error.422", null);
            case KubernetesException.Expired e -> page(HttpStatus.BAD_REQUEST, "error.400", null);
            case KubernetesException.Forbidden e ->
                page(HttpStatus.BAD_GATEWAY, "error.kubernetes-forbidden", traced(e));
            case KubernetesException.Unavailable e ->
                page(HttpStatus.BAD_GATEWAY, "error.kubernetes-unavailable", traced(e));
        };
    }

    /** Somebody closed a page while it was being written, as every live tail ends. There is nobody left to tell. */
    @ExceptionHandler
    void readerLeft(AsyncRequestNotUsableException gone) {
        LOG.debug("The reader of a page left.", gone);
    }

    @ExceptionHandler
    ModelAndView anythingElse(Exception exception) throws Exception {
        if (exception instanceof ErrorResponse) {
            throw exception; // Spring's own: a bad parameter, a method that is not supported. They have their status
            // and page.
        }
        return page(HttpStatus.INTERNAL_SERVER_ERROR, "error.5xx", traced(exception));
    }

    private ModelAndView page(HttpStatus status, String key, @Nullable String trace) {
        ProblemView problem = new ProblemView(texts.of(key + ".title"), texts.of(key + ".text"), trace);
        return new ModelAndView("error/error", Map.of("problem", problem), status);
    }

    private static String traced(Exception exception) {
        String trace = UUID.randomUUID().toString().substring(0, 13);
        LOG.error("A page of the console failed, trace id {}", trace, exception);
        return trace;
    }
}
