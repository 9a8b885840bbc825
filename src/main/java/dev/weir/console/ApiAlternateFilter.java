package dev.weir.console;

import dev.weir.paste.ApiAlternate;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets the address of a page be given to a program. Every page names the address in the API that has the same data; whoever accepts JSON
 * or CSV and no HTML is sent there. It stands in front of the sign-in, because a program has a token and no session; the API asks for the token.
 */
final class ApiAlternateFilter extends OncePerRequestFilter {
    private static final List<MediaType> DATA = List.of(
            MediaType.APPLICATION_JSON,
            MediaType.parseMediaType("text/csv"),
            MediaType.TEXT_PLAIN,
            MediaType.parseMediaType("application/x-ndjson"));

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("GET") || request.getHeader("HX-Request") != null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> alternate = ApiAlternate.of(site(request), request.getRequestURI(), request.getQueryString());
        if (alternate.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader(HttpHeaders.LINK, "<" + alternate.get() + ">; rel=\"alternate\"; type=\"application/json\"");
        response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
        if (wantsData(request)) {
            response.setStatus(HttpStatus.TEMPORARY_REDIRECT.value());
            response.setHeader(HttpHeaders.LOCATION, alternate.get());
        } else {
            chain.doFilter(request, response);
        }
    }

    private static String site(HttpServletRequest request) {
        StringBuffer url = request.getRequestURL();
        return url.substring(0, url.length() - request.getRequestURI().length());
    }

    private static boolean wantsData(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        if (accept == null) {
            return false;
        }
        try {
            List<MediaType> types = MediaType.parseMediaTypes(accept);
            return types.stream().anyMatch(type -> DATA.stream().anyMatch(type::equalsTypeAndSubtype))
                    && types.stream().noneMatch(MediaType.TEXT_HTML::equalsTypeAndSubtype);
        } catch (InvalidMediaTypeException unreadable) {
            return false; // The page's own answer to such a header is as good as any.
        }
    }
}
