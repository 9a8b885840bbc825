package dev.weir.security;

import dev.weir.access.ApiToken;
import dev.weir.security.KeptAnswers.Answer;
import dev.weir.security.KeptAnswers.Entry;
import dev.weir.security.KeptAnswers.Key;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Does what a POST with an {@code Idempotency-Key} asks for once: whoever did not get the answer asks again with the same key and gets the
 * first answer. It stands behind the access rules, and a key is its token's own, so nobody gets an answer that was another's. Only answers
 * of success are kept: what was refused changed nothing and may be asked for anew.
 */
final class IdempotencyFilter extends OncePerRequestFilter {
    static final String KEY = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    private static final Pattern KEY_FORM = Pattern.compile("[!-~]{1,255}");

    /** Their answers hold a secret, which is shown once and kept nowhere. */
    private static final List<String> SECRETS = List.of("/api/v1/tokens");

    private final KeptAnswers kept;
    private final ProblemResponse problems;

    IdempotencyFilter(KeptAnswers kept, ProblemResponse problems) {
        this.kept = kept;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST") || request.getHeader(KEY) == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String text = request.getHeader(KEY);
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        if (caller == null || !(caller.getPrincipal() instanceof ApiToken token)) {
            chain.doFilter(request, response);
        } else if (!KEY_FORM.matcher(text).matches()) {
            problems.write(
                    request,
                    response,
                    HttpStatus.BAD_REQUEST,
                    "invalid-idempotency-key",
                    "An Idempotency-Key has 1 to 255 visible ASCII characters.");
        } else {
            byte[] body = request.getInputStream().readAllBytes();
            once(new Key(token.id(), text), new ReadRequest(request, body), response, chain);
        }
    }

    private void once(Key key, ReadRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String fingerprint = Fingerprint.of(request);
        Entry earlier = kept.begin(key, fingerprint);
        if (earlier == null) {
            first(key, fingerprint, request, new ContentCachingResponseWrapper(response), chain);
        } else if (!earlier.fingerprint().equals(fingerprint)) {
            problems.write(
                    request,
                    response,
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "idempotency-key-reused",
                    "This Idempotency-Key came with another request before; a new request needs a new key.");
        } else {
            again(earlier.answer(), request, response);
        }
    }

    private void first(
            Key key,
            String fingerprint,
            HttpServletRequest request,
            ContentCachingResponseWrapper response,
            FilterChain chain)
            throws ServletException, IOException {
        boolean done = false;
        try {
            chain.doFilter(request, response);
            if (request.isAsyncStarted()) {
                throw new IllegalStateException("A POST is answered on its own thread, or its answer cannot be kept.");
            }
            done = HttpStatusCode.valueOf(response.getStatus()).is2xxSuccessful();
        } finally {
            if (done) {
                kept.keep(key, new Entry(fingerprint, answer(request, response)));
            } else {
                kept.forget(key);
            }
        }
        response.copyBodyToResponse();
    }

    private static Answer answer(HttpServletRequest request, ContentCachingResponseWrapper response) {
        boolean secret = SECRETS.contains(request.getRequestURI());
        boolean withheld = secret || response.getContentSize() > KeptAnswers.LONGEST_BODY;
        return new Answer(
                response.getStatus(),
                response.getContentType(),
                response.getHeader(HttpHeaders.LOCATION),
                response.getHeader(HttpHeaders.ETAG),
                withheld ? null : new String(response.getContentAsByteArray(), StandardCharsets.UTF_8));
    }

    private void again(@Nullable Answer answer, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (answer == null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
            conflict(request, response, "idempotency-key-in-use", "The first request with this key is under way.");
            return;
        }
        set(response, HttpHeaders.LOCATION, answer.location());
        String body = answer.body();
        if (body == null) {
            String where = answer.location() == null ? "" : ", see " + answer.location();
            conflict(
                    request,
                    response,
                    "answer-not-kept",
                    "The first request with this key was done" + where
                            + ". Its answer was shown once, because it holds a secret or is long.");
            return;
        }
        response.setStatus(answer.status());
        response.setContentType(answer.contentType());
        set(response, HttpHeaders.ETAG, answer.etag());
        response.setHeader(REPLAYED, "true");
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }

    private static void set(HttpServletResponse response, String name, @Nullable String value) {
        if (value != null) {
            response.setHeader(name, value);
        }
    }

    private void conflict(HttpServletRequest request, HttpServletResponse response, String code, String detail)
            throws IOException {
        problems.write(request, response, HttpStatus.CONFLICT, code, detail);
    }
}
