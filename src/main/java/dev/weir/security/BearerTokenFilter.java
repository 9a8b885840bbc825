package dev.weir.security;

import dev.weir.access.ApiToken;
import dev.weir.access.ApiTokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Recognises the bearer of an API token. A request without one goes on and is refused where something needs it. */
final class BearerTokenFilter extends OncePerRequestFilter {
    private static final String SCHEME = "bearer ";

    private final ApiTokens tokens;
    private final ProblemResponse problems;

    BearerTokenFilter(ApiTokens tokens, ProblemResponse problems) {
        this.tokens = tokens;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            chain.doFilter(request, response);
            return;
        }
        boolean bearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        Optional<ApiToken> token =
                bearer ? tokens.authenticate(header.substring(SCHEME.length()).strip()) : Optional.empty();
        if (token.isEmpty()) {
            problems.invalidToken(request, response);
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication(token.get()));
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }

    private static TokenAuthentication authentication(ApiToken token) {
        return new TokenAuthentication(token);
    }

    /** The request's principal is the token itself, so that whoever answers for long can look whether it is still valid. */
    private static final class TokenAuthentication extends AbstractAuthenticationToken {
        private static final long serialVersionUID = 1L;
        private final transient ApiToken token;

        TokenAuthentication(ApiToken token) {
            super(List.of());
            this.token = token;
            setAuthenticated(true);
        }

        @Override
        public Object getPrincipal() {
            return token;
        }

        @Override
        public String getCredentials() {
            return "";
        }
    }
}
