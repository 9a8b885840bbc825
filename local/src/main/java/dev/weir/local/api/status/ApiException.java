package dev.weir.local.api.status;

import dev.weir.local.api.json.Json;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A request that is refused: carries the {@code Status} object with which it is answered. */
public final class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;
    private final transient ObjectNode details;

    public ApiException(int code, String reason, String message) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.details = Json.object();
    }

    /** Names of the object concerned, as in {@code pods "web" not found} and in the details of the status. */
    public record Subject(String group, String plural, String kind, String name) {
        String resource() {
            return group.isEmpty() ? plural : plural + "." + group;
        }

        String qualifiedKind() {
            return group.isEmpty() ? kind : kind + "." + group;
        }
    }

    public static ApiException badRequest(String message) {
        return new ApiException(400, "BadRequest", message);
    }

    public static ApiException notFound(Subject subject) {
        return new ApiException(404, "NotFound", subject.resource() + " \"" + subject.name() + "\" not found")
                .about(subject);
    }

    /** No such path at all. */
    public static ApiException noSuchResource() {
        return new ApiException(404, "NotFound", "the server could not find the requested resource");
    }

    public static ApiException alreadyExists(Subject subject) {
        return new ApiException(409, "AlreadyExists", subject.resource() + " \"" + subject.name() + "\" already exists")
                .about(subject);
    }

    public static ApiException conflict(Subject subject, String detail) {
        return new ApiException(
                        409,
                        "Conflict",
                        "Operation cannot be fulfilled on " + subject.resource() + " \"" + subject.name() + "\": "
                                + detail)
                .about(subject);
    }

    public static ApiException stale(Subject subject) {
        return conflict(
                subject, "the object has been modified; please apply your changes to the latest version and try again");
    }

    public static ApiException forbidden(Subject subject, String detail) {
        return new ApiException(
                        403, "Forbidden", subject.resource() + " \"" + subject.name() + "\" is forbidden: " + detail)
                .about(subject);
    }

    public static ApiException invalid(Subject subject, FieldErrors errors) {
        ApiException invalid = new ApiException(
                422,
                "Invalid",
                subject.qualifiedKind() + " \"" + subject.name() + "\" is invalid: " + errors.message());
        invalid.about(subject).details.put("kind", subject.kind());
        for (FieldErrors.FieldError error : errors.list()) {
            invalid.cause(error.reason(), error.body(), error.field());
        }
        return invalid;
    }

    public static ApiException methodNotAllowed() {
        return new ApiException(
                405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
    }

    public static ApiException unsupportedMediaType(String message) {
        return new ApiException(415, "UnsupportedMediaType", message);
    }

    /** The history that the client asks for is no longer kept. */
    public static ApiException expired(String message) {
        return new ApiException(410, "Expired", message);
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    public ApiException about(Subject subject) {
        details.put("name", subject.name());
        if (!subject.group().isEmpty()) {
            details.put("group", subject.group());
        }
        details.put("kind", subject.plural());
        return this;
    }

    public ApiException cause(String causeReason, String message, String field) {
        ArrayNode causes = details.get("causes") instanceof ArrayNode known ? known : details.putArray("causes");
        causes.addObject().put("reason", causeReason).put("message", message).put("field", field);
        return this;
    }

    public ApiException detail(Consumer<ObjectNode> change) {
        change.accept(details);
        return this;
    }

    public ObjectNode status() {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure")
                .put("message", String.valueOf(getMessage()))
                .put("reason", reason);
        if (!details.isEmpty()) {
            status.set("details", details);
        }
        return status.put("code", code);
    }
}
