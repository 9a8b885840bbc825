package dev.weir.security;

import dev.weir.access.Access;
import dev.weir.access.ApiToken;
import dev.weir.access.ApiTokens;
import dev.weir.access.CurrentAccess;
import dev.weir.access.People;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** What the person or token behind a request may do. Looked up anew each time, so a change of a person's roles counts at once. */
final class SignedInAccess implements CurrentAccess {
    private final ApiTokens tokens;
    private final People people;
    private final Clock clock;

    SignedInAccess(ApiTokens tokens, People people, Clock clock) {
        this.tokens = tokens;
        this.people = people;
        this.clock = clock;
    }

    @Override
    public Access get() {
        return access(SecurityContextHolder.getContext().getAuthentication());
    }

    @Override
    public Supplier<Access> followed() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return () -> access(authentication);
    }

    private Access access(@Nullable Authentication authentication) {
        if (authentication == null
                || !authentication.isAuthenticated()
                || authentication instanceof AnonymousAuthenticationToken) {
            return Access.NOBODY;
        }
        return authentication.getPrincipal() instanceof ApiToken token
                ? tokens.find(token.id())
                        .filter(known -> known.isValidAt(clock.instant()))
                        .map(ApiToken::access)
                        .orElse(Access.NOBODY)
                : people.access(authentication.getName());
    }
}
