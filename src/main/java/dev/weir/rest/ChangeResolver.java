package dev.weir.rest;

import dev.weir.cluster.KubernetesObjects.WriteOptions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Reads a {@link Change}: the parameters {@code dryRun}, {@code fieldManager} and {@code force} are those of the Kubernetes API. */
final class ChangeResolver implements HandlerMethodArgumentResolver {
    private static final int LONGEST_MANAGER = 128;

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Change.class;
    }

    @Override
    public Change resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer model,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders)
            throws IOException {
        HttpServletRequest request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
        String body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String type = Objects.requireNonNullElse(request.getContentType(), MediaType.APPLICATION_JSON_VALUE);
        return new Change(
                body, MediaType.parseMediaType(type), request.getHeader(HttpHeaders.IF_MATCH), options(request));
    }

    private static WriteOptions options(HttpServletRequest request) {
        String dryRun = request.getParameter("dryRun");
        if (dryRun != null && !dryRun.equals("All")) {
            throw ProblemException.badParameter("dryRun", "is All, or left out.");
        }
        boolean force = "true".equals(request.getParameter("force"));
        return new WriteOptions(dryRun != null, true, manager(request), force);
    }

    private static String manager(HttpServletRequest request) {
        String given = request.getParameter("fieldManager");
        Principal caller = request.getUserPrincipal();
        String manager =
                given == null || given.isBlank() ? "weir-api" + (caller == null ? "" : ":" + caller.getName()) : given;
        if (manager.length() > LONGEST_MANAGER) {
            throw ProblemException.badParameter("fieldManager", "has at most " + LONGEST_MANAGER + " characters.");
        }
        return manager;
    }
}
