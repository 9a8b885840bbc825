package dev.weir.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

class SignInThrottleTests {
    private final StepClock clock = new StepClock();
    private final SignInThrottle throttle = new SignInThrottle(new OnePassword(), clock);

    @Test
    void theRightPasswordIsTakenAfterAFewWrongOnes() {
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> attempt("192.0.2.1", "wrong")).isInstanceOf(BadCredentialsException.class);
        }
        assertThat(attempt("192.0.2.1", "right").isAuthenticated()).isTrue();
    }

    @Test
    void afterFiveWrongPasswordsEvenTheRightOneHasToWait() {
        fail("192.0.2.1", 5);
        assertThatThrownBy(() -> attempt("192.0.2.1", "right")).isInstanceOf(LockedException.class);
        assertThat(attempt("192.0.2.2", "right").isAuthenticated()).isTrue();
        clock.now = clock.now.plusSeconds(5);
        assertThat(attempt("192.0.2.1", "right").isAuthenticated()).isTrue();
    }

    @Test
    void theWaitDoublesUpToAQuarterOfAnHour() {
        fail("192.0.2.1", 5);
        for (int wait : new int[] {5, 10, 20, 40, 80, 160, 320, 640, 900, 900}) {
            clock.now = clock.now.plusSeconds(wait).minusMillis(1);
            assertThatThrownBy(() -> attempt("192.0.2.1", "wrong")).isInstanceOf(LockedException.class);
            clock.now = clock.now.plusMillis(1);
            assertThatThrownBy(() -> attempt("192.0.2.1", "wrong")).isInstanceOf(BadCredentialsException.class);
        }
    }

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(() -> attempt(address, "wrong")).isInstanceOf(BadCredentialsException.class);
        }
    }

    private Authentication attempt(String address, String password) {
        UsernamePasswordAuthenticationToken attempt =
                UsernamePasswordAuthenticationToken.unauthenticated("admin", password);
        attempt.setDetails(new WebAuthenticationDetails(address, null));
        return java.util.Objects.requireNonNull(throttle.authenticate(attempt));
    }

    private static final class OnePassword implements AuthenticationProvider {
        @Override
        public Authentication authenticate(Authentication attempt) {
            if (!"right".equals(attempt.getCredentials())) {
                throw new BadCredentialsException("wrong");
            }
            return UsernamePasswordAuthenticationToken.authenticated("admin", "", List.of());
        }

        @Override
        public boolean supports(Class<?> authentication) {
            return true;
        }
    }

    private static final class StepClock extends Clock {
        private Instant now = Instant.EPOCH.plus(Duration.ofDays(1));

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
