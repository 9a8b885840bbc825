package dev.weir.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.weir.access.ApiToken;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets every token ask so often within a minute, so that one program that runs wild does not take the server from the others. A stream
 * counts as one request, when it is opened. The headers are those of draft-ietf-httpapi-ratelimit-headers.
 */
final class RateLimitFilter extends OncePerRequestFilter {
    static final String POLICY = "RateLimit-Policy";
    static final String LIMIT = "RateLimit";

    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int MOST_TOKENS = 10_000;
    private static final String NAME = "\"token\"";

    private final int requests;
    private final ProblemResponse problems;
    private final LoadingCache<String, Bucket> buckets;

    /** @param requests in a minute */
    RateLimitFilter(int requests, TimeMeter time, ProblemResponse problems) {
        this.requests = requests;
        this.problems = problems;
        // Who has not asked for a whole window has a full bucket again, so forgetting the bucket forgets nothing.
        buckets = Caffeine.newBuilder()
                .maximumSize(MOST_TOKENS)
                .expireAfterAccess(WINDOW.multipliedBy(2))
                .build(token -> bucket(requests, time));
    }

    private static Bucket bucket(int requests, TimeMeter time) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(requests).refillGreedy(requests, WINDOW))
                .withCustomTimePrecision(time)
                .build();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        if (caller == null || !(caller.getPrincipal() instanceof ApiToken token)) {
            chain.doFilter(request, response); // Nobody: the access rules refuse it, at no cost.
            return;
        }
        ConsumptionProbe probe = buckets.get(token.id()).tryConsumeAndReturnRemaining(1);
        response.setHeader(POLICY, NAME + ";q=" + requests + ";w=" + WINDOW.toSeconds());
        response.setHeader(
                LIMIT, NAME + ";r=" + probe.getRemainingTokens() + ";t=" + seconds(probe.getNanosToWaitForReset()));
        if (probe.isConsumed()) {
            chain.doFilter(request, response);
        } else {
            refuse(request, response, seconds(probe.getNanosToWaitForRefill()));
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, long wait) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait));
        problems.write(
                request,
                response,
                HttpStatus.TOO_MANY_REQUESTS,
                "rate-limit",
                "This token may ask " + requests + " times a minute; ask again in " + wait + " s.");
    }

    /** Rounded up: whoever waits that long has waited long enough. */
    private static long seconds(long nanos) {
        return Math.ceilDiv(nanos, Duration.ofSeconds(1).toNanos());
    }
}
