package dev.weir.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Slows down guessing: after five wrong passwords an address has to wait, twice as long after each further one, at most a quarter of an
 * hour. While it waits no password is looked at, not even the right one. A success clears the address.
 */
final class SignInThrottle implements AuthenticationProvider {
    private static final int FREE_FAILURES = 5;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final int ADDRESSES = 10_000;

    private final AuthenticationProvider provider;
    private final Clock clock;

    /** Bounded: the address that failed longest ago is forgotten first. */
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > ADDRESSES;
        }
    };

    private record Failures(int count, Instant freeAgain) {}

    SignInThrottle(AuthenticationProvider provider, Clock clock) {
        this.provider = provider;
        this.clock = clock;
    }

    @Override
    public @Nullable Authentication authenticate(Authentication attempt) {
        String address = address(attempt);
        refuseWhileWaiting(address);
        try {
            Authentication result = provider.authenticate(attempt);
            forget(address);
            return result;
        } catch (AuthenticationException wrong) {
            remember(address);
            throw wrong;
        }
    }

    private synchronized void refuseWhileWaiting(String address) {
        Failures known = failures.get(address);
        if (known != null && clock.instant().isBefore(known.freeAgain())) {
            throw new LockedException("too many wrong passwords");
        }
    }

    private synchronized void forget(String address) {
        failures.remove(address);
    }

    private synchronized void remember(String address) {
        Failures known = failures.get(address);
        int count = known == null ? 1 : known.count() + 1;
        failures.put(address, new Failures(count, clock.instant().plus(wait(count))));
    }

    private static Duration wait(int count) {
        if (count < FREE_FAILURES) {
            return Duration.ZERO;
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(count - FREE_FAILURES, 20));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    private static String address(Authentication attempt) {
        return attempt.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return provider.supports(authentication);
    }
}
