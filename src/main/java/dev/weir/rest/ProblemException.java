package dev.weir.rest;

import dev.weir.document.Finding;
import java.util.List;
import org.springframework.http.HttpStatus;

/** Thrown where the answer is already known. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    ProblemException(Problem problem, Throwable cause) {
        super(problem.detail(), cause);
        this.problem = problem;
    }

    ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }

    static ProblemException badRequest(String code, String detail) {
        return new ProblemException(Problem.of(HttpStatus.BAD_REQUEST, code, "The request is not valid", detail));
    }

    static ProblemException badParameter(String name, String detail) {
        Finding finding = new Finding(name, detail, "invalid-parameter", null);
        return new ProblemException(Problem.of(
                        HttpStatus.BAD_REQUEST, "invalid-parameter", "A parameter is not valid", name + ": " + detail)
                .withErrors(List.of(finding)));
    }

    static ProblemException notFound(String detail) {
        return new ProblemException(Problem.of(HttpStatus.NOT_FOUND, "not-found", "Not found", detail));
    }
}
