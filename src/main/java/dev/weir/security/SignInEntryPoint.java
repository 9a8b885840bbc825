package dev.weir.security;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;

/**
 * Sends whoever has no session to the sign-in page. A fragment asked for by htmx makes it leave the page, because a redirect would put the
 * sign-in into the page; an event stream is refused, because it cannot show a page at all.
 */
final class SignInEntryPoint implements AuthenticationEntryPoint {
    private static final String SIGN_IN = "/login";

    private final AuthenticationEntryPoint redirect = new LoginUrlAuthenticationEntryPoint(SIGN_IN);

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException, ServletException {
        String accept = request.getHeader("Accept");
        boolean stream = accept != null && accept.startsWith("text/event-stream");
        if (request.getHeader("HX-Request") == null && !stream) {
            redirect.commence(request, response, reason);
            return;
        }
        response.setStatus(HttpStatus.UNAUTHORIZED.value());
        if (!stream) {
            response.setHeader("HX-Redirect", SIGN_IN);
        }
    }
}
