package dev.weir.kubernetes;

import dev.weir.cluster.KubernetesException;
import dev.weir.cluster.KubernetesException.Invalid.Cause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The API server's refusals. */
final class StatusMapper {
    private StatusMapper() {}

    /** @param status the body, a {@code Status} object if all is well */
    static KubernetesException toException(int code, Map<String, Object> status) {
        String message = text(status.get("message"));
        String said = message.isEmpty() ? "the Kubernetes API answered with HTTP " + code : message;
        Throwable cause = new KubernetesClientException("HTTP " + code + ": " + said);
        return switch (code) {
            case 400, 422 -> new KubernetesException.Invalid(said, causes(status), cause);
            case 401, 403 -> new KubernetesException.Forbidden(said, cause);
            case 404 -> new KubernetesException.NotFound(said, cause);
            case 409 ->
                "AlreadyExists".equals(status.get("reason"))
                        ? new KubernetesException.AlreadyExists(said, cause)
                        : new KubernetesException.Conflict(said, "", cause);
            case 410 -> new KubernetesException.Expired(said, freshToken(status), cause);
            default -> new KubernetesException.Unavailable(said, cause);
        };
    }

    private static String freshToken(Map<String, Object> status) {
        return status.get("metadata") instanceof Map<?, ?> metadata ? text(metadata.get("continue")) : "";
    }

    private static List<Cause> causes(Map<String, Object> status) {
        List<Cause> causes = new ArrayList<>();
        if (status.get("details") instanceof Map<?, ?> details && details.get("causes") instanceof List<?> found) {
            for (Object one : found) {
                if (one instanceof Map<?, ?> cause) {
                    causes.add(
                            new Cause(text(cause.get("field")), text(cause.get("message")), text(cause.get("reason"))));
                }
            }
        }
        return causes;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
