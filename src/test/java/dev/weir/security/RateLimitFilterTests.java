package dev.weir.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.access.ApiToken;
import dev.weir.access.Grant;
import dev.weir.access.Role;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import tools.jackson.databind.json.JsonMapper;

/** How often a token may ask. */
class RateLimitFilterTests {
    private static final int REQUESTS = 3;

    private final FakeTime time = new FakeTime();
    private final RateLimitFilter filter =
            new RateLimitFilter(REQUESTS, time, new ProblemResponse(JsonMapper.shared()));

    @AfterEach
    void nobody() {
        SecurityContextHolder.clearContext();
    }

    private MockHttpServletResponse ask(String token) throws ServletException, IOException {
        ApiToken principal =
                new ApiToken(token, token, Grant.everywhere(Role.VIEWER), "", ApiToken.OPERATOR, Instant.EPOCH, null);
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken(principal, "", List.of()));
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(new MockHttpServletRequest("GET", "/api/v1/version"), response, new MockFilterChain());
        return response;
    }

    @Test
    void whoeverAsksTooOftenIsToldHowLongToWaitAndMayAskThen() throws ServletException, IOException {
        for (int left = REQUESTS - 1; left >= 0; left--) {
            MockHttpServletResponse answer = ask("busy");
            assertThat(answer.getStatus()).isEqualTo(200);
            assertThat(answer.getHeader("RateLimit-Policy")).isEqualTo("\"token\";q=3;w=60");
            assertThat(answer.getHeader("RateLimit")).startsWith("\"token\";r=" + left + ";t=");
        }
        MockHttpServletResponse refused = ask("busy");
        assertThat(refused.getStatus()).isEqualTo(429);
        assertThat(refused.getHeader("Retry-After")).isEqualTo("20");
        assertThat(refused.getContentAsString()).contains("urn:weir:problem:rate-limit", "ask again in 20 s");
        time.pass(Duration.ofSeconds(20));
        assertThat(ask("busy").getStatus()).isEqualTo(200);
        assertThat(ask("busy").getStatus()).isEqualTo(429);
    }

    @Test
    void oneTokenTakesNothingFromAnother() throws ServletException, IOException {
        for (int i = 0; i <= REQUESTS; i++) {
            ask("busy");
        }
        assertThat(ask("quiet").getStatus()).isEqualTo(200);
    }

    private static final class FakeTime implements TimeMeter {
        private long nanos;

        void pass(Duration duration) {
            nanos += duration.toNanos();
        }

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
