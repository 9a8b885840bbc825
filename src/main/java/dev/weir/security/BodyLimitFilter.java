package dev.weir.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies that are too long: by their declared length, or, when they come in chunks without one, by reading them here. A form in
 * chunks, which no browser sends, has no parameters.
 */
final class BodyLimitFilter extends OncePerRequestFilter {
    private final int limit;
    private final ProblemResponse problems;

    BodyLimitFilter(int limit, ProblemResponse problems) {
        this.limit = limit;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > limit) {
            refuse(request, response);
        } else if (request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null) {
            chain.doFilter(request, response);
        } else {
            byte[] body = request.getInputStream().readNBytes(limit + 1);
            if (body.length > limit) {
                refuse(request, response);
            } else {
                chain.doFilter(new ReadRequest(request, body), response);
            }
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        problems.write(
                request, response, HttpStatus.CONTENT_TOO_LARGE, "A request body has at most " + limit + " bytes.");
    }
}
