package dev.weir.rest;

import dev.weir.document.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;

/**
 * An answer that says what went wrong (RFC 9457).
 *
 * @param code a stable word for programs; the problem's type is {@code urn:weir:problem:<code>}
 * @param more members beside the standard ones, such as {@code errors}
 * @param headers of the answer, beside its content type
 */
record Problem(
        HttpStatusCode status,
        String code,
        String title,
        String detail,
        Map<String, Object> more,
        HttpHeaders headers) {

    static Problem of(HttpStatusCode status, String code, String title, String detail) {
        return new Problem(status, code, title, detail, Map.of(), HttpHeaders.EMPTY);
    }

    Problem with(String member, Object value) {
        Map<String, Object> members = new LinkedHashMap<>(more);
        members.put(member, value);
        return new Problem(status, code, title, detail, members, headers);
    }

    Problem withHeaders(HttpHeaders answerHeaders) {
        return new Problem(status, code, title, detail, more, answerHeaders);
    }

    Problem withErrors(List<Finding> findings) {
        return with("errors", findings.stream().map(FindingAnswer::of).toList());
    }

    /** The body. */
    Map<String, Object> tree(String instance) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", "urn:weir:problem:" + code);
        tree.put("title", title);
        tree.put("status", status.value());
        tree.put("detail", detail);
        tree.put("instance", instance);
        tree.putAll(more);
        return tree;
    }
}
