package dev.weir.security;

import dev.weir.access.ApiToken;
import dev.weir.audit.Author;
import dev.weir.audit.Author.Door;
import dev.weir.audit.CurrentAuthor;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** The person or token behind the request of this thread, and from where it came; the server itself when there is no request. */
final class SignedInAuthor implements CurrentAuthor {
    private static final int LONGEST_PLACE = 300;

    @Override
    public Author get() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        if (who == null || who instanceof AnonymousAuthenticationToken) {
            return Author.SERVER;
        }
        Door door = who.getPrincipal() instanceof ApiToken ? Door.API : Door.CONSOLE;
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? from(attributes.getRequest(), door, who)
                : new Author(door, name(who), "", "");
    }

    private static Author from(HttpServletRequest request, Door door, Authentication who) {
        String place = request.getMethod() + " " + request.getRequestURI();
        return new Author(
                door,
                name(who),
                request.getRemoteAddr(),
                place.length() > LONGEST_PLACE ? place.substring(0, LONGEST_PLACE) : place);
    }

    private static String name(Authentication who) {
        return who.getPrincipal() instanceof ApiToken token ? token.getName() : who.getName();
    }
}
