package dev.weir.rest;

import dev.weir.document.Finding;
import dev.weir.document.ObjectDocument;
import java.util.List;
import org.springframework.http.HttpStatus;

/** The body says something else than the address. */
final class ObjectMismatch {
    private ObjectMismatch() {}

    static ProblemException of(ObjectDocument document, String field, String value, String expected) {
        String message = field + " is " + value + ", but the address says " + expected + ".";
        Problem problem = Problem.of(
                HttpStatus.UNPROCESSABLE_CONTENT, "object-mismatch", "The body does not fit the address", message);
        return new ProblemException(
                problem.withErrors(List.of(new Finding(field, message, "mismatch", document.position(field)))));
    }
}
