package dev.weir.rest;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** The resource version that a change is meant for, from {@code If-Match}; {@code *} means whatever it is. */
record Precondition(String resourceVersion) {
    private static final String ANY = "*";

    /** Refuses a request without the header: a change must not overwrite what its author has not seen. */
    static Precondition required(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw new ProblemException(
                    Problem.of(
                            HttpStatus.PRECONDITION_REQUIRED,
                            "precondition-required",
                            "If-Match is missing",
                            "Send If-Match with the ETag of the object that you read, or If-Match: * to overwrite whatever is there."));
        }
        String value = ifMatch.strip();
        if (value.equals(ANY)) {
            return new Precondition("");
        }
        boolean strong = value.length() > 2 && value.startsWith("\"") && value.endsWith("\"");
        if (!strong) {
            throw ProblemException.badParameter("If-Match", "is one ETag such as \"48211\", with its quotes, or *.");
        }
        return new Precondition(value.substring(1, value.length() - 1));
    }

    boolean isAny() {
        return resourceVersion.isEmpty();
    }

    void check(Map<String, Object> current) {
        String version = ObjectAnswers.resourceVersion(current);
        if (!isAny() && !version.equals(resourceVersion)) {
            throw failed(version, null);
        }
    }

    /** @param current the version that the object has now; empty when it is gone */
    static ProblemException failed(String current, @Nullable Throwable cause) {
        Problem problem = Problem.of(
                        HttpStatus.PRECONDITION_FAILED,
                        "precondition-failed",
                        "The object has changed",
                        "It is no longer the one that If-Match names. Read it again and repeat the change on it.")
                .with("current", current);
        return cause == null ? new ProblemException(problem) : new ProblemException(problem, cause);
    }
}
