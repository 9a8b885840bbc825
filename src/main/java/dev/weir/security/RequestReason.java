package dev.weir.security;

import dev.weir.access.CurrentReason;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** The header {@code Weir-Override}, or the parameter {@code override} of a query or a form. */
final class RequestReason implements CurrentReason {
    private static final String HEADER = "Weir-Override";
    private static final String PARAMETER = "override";

    @Override
    public String get() {
        if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)) {
            return "";
        }
        HttpServletRequest request = attributes.getRequest();
        String header = text(request.getHeader(HEADER));
        return header.isEmpty() ? text(request.getParameter(PARAMETER)) : header;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value.strip();
    }
}
