package dev.weir.cluster;

import java.util.List;

/** The API server said no, or said nothing. The message is the API server's, fit for a person. */
public abstract sealed class KubernetesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private KubernetesException(String message, Throwable cause) {
        super(message, cause);
    }

    /** 404. */
    public static final class NotFound extends KubernetesException {
        private static final long serialVersionUID = 1L;

        public NotFound(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** 409 AlreadyExists. */
    public static final class AlreadyExists extends KubernetesException {
        private static final long serialVersionUID = 1L;

        public AlreadyExists(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** 409 Conflict: the object has changed since it was read, or another owns a field. */
    public static final class Conflict extends KubernetesException {
        private static final long serialVersionUID = 1L;
        private final String currentResourceVersion;

        public Conflict(String message, String currentResourceVersion, Throwable cause) {
            super(message, cause);
            this.currentResourceVersion = currentResourceVersion;
        }

        /** Of the object as it is now; empty when it is gone. */
        public String currentResourceVersion() {
            return currentResourceVersion;
        }
    }

    /** 422 or 400: what is wrong, field by field. */
    public static final class Invalid extends KubernetesException {
        private static final long serialVersionUID = 1L;
        private final transient List<Cause> causes;

        public Invalid(String message, List<Cause> causes, Throwable cause) {
            super(message, cause);
            this.causes = List.copyOf(causes);
        }

        public List<Cause> causes() {
            return causes;
        }

        /** One finding of {@code status.details.causes}: a path such as {@code spec.ingress[0].ports[0].port}, what, and a reason in one word. */
        public record Cause(String field, String message, String reason) {}
    }

    /** 410: the continue token is too old, or none of the API server's. */
    public static final class Expired extends KubernetesException {
        private static final long serialVersionUID = 1L;
        private final String freshToken;

        public Expired(String message, String freshToken, Throwable cause) {
            super(message, cause);
            this.freshToken = freshToken;
        }

        /** Goes on behind the same object, in the list as it is now; empty = start again. */
        public String freshToken() {
            return freshToken;
        }
    }

    /** 401 or 403: this server may not do that. */
    public static final class Forbidden extends KubernetesException {
        private static final long serialVersionUID = 1L;

        public Forbidden(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** No answer, or one that says the API server is in trouble. */
    public static final class Unavailable extends KubernetesException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
