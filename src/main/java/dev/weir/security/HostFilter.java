package dev.weir.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests that call this server by a name it does not have. A page elsewhere can let a name of its own resolve to 127.0.0.1 and
 * then talk to this server as if both were one site; the browser still sends that name. Probes may use any name.
 */
final class HostFilter extends OncePerRequestFilter {
    private static final String ANY = "*";

    private final List<String> allowed;
    private final ProblemResponse problems;

    HostFilter(List<String> allowed, ProblemResponse problems) {
        this.allowed =
                allowed.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (isProbe(request)
                || allowed.contains(ANY)
                || allowed.contains(request.getServerName().toLowerCase(Locale.ROOT))) {
            chain.doFilter(request, response);
        } else {
            problems.write(
                    request,
                    response,
                    HttpStatus.MISDIRECTED_REQUEST,
                    "This server is not known by that host name; see weir.security.allowed-hosts.");
        }
    }

    private static boolean isProbe(HttpServletRequest request) {
        return request.getRequestURI().equals("/healthz")
                || request.getRequestURI().equals("/readyz");
    }
}
