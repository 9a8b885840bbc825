package dev.weir.security;

import dev.weir.access.CurrentAccess;
import dev.weir.access.Role;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.access.AccessDeniedHandler;

/** A page that is not for this reader. Whoever has lost every role, because somebody removed them, is signed out. */
final class PageRefusal implements AccessDeniedHandler {
    private final CurrentAccess reader;

    PageRefusal(CurrentAccess reader) {
        this.reader = reader;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException reason)
            throws IOException, ServletException {
        if (reader.get().mayAnywhere(Role.VIEWER)) {
            response.sendError(HttpStatus.FORBIDDEN.value());
            return;
        }
        if (request.getSession(false) != null) {
            request.getSession().invalidate();
        }
        new SignInEntryPoint().commence(request, response, new NoRoleException());
    }

    private static final class NoRoleException extends AuthenticationException {
        private static final long serialVersionUID = 1L;

        NoRoleException() {
            super("no role is left");
        }
    }
}
