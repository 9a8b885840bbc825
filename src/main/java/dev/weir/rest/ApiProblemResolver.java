package dev.weir.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;

/** Answers every failed request to the API with a problem, those that no controller saw included. Pages have their own. */
@Component
final class ApiProblemResolver implements HandlerExceptionResolver, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(ApiProblemResolver.class);

    private final JsonMapper json;

    ApiProblemResolver(JsonMapper json) {
        this.json = json;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception exception) {
        boolean security = exception instanceof AccessDeniedException || exception instanceof AuthenticationException;
        if (!isForPrograms(request.getRequestURI()) || security) {
            return null;
        }
        if (response.isCommitted()) {
            // What was sent cannot be taken back; most often the reader of a stream has gone away.
            LOG.debug("An answer broke off.", exception);
        } else {
            write(Problems.of(exception), request, response);
        }
        return new ModelAndView();
    }

    private static boolean isForPrograms(String path) {
        return path.startsWith("/api/") && !path.startsWith("/api/docs");
    }

    /** What a controller had begun is void; how often the caller may still ask is not. */
    private static void resetAllButTheGuards(HttpServletResponse response) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : response.getHeaderNames()) {
            if (name.startsWith("RateLimit")) {
                kept.put(name, response.getHeader(name));
            }
        }
        response.reset();
        kept.forEach(response::setHeader);
    }

    private void write(Problem problem, HttpServletRequest request, HttpServletResponse response) {
        resetAllButTheGuards(response);
        problem.headers().forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
        response.setStatus(problem.status().value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        try {
            json.writeValue(response.getOutputStream(), problem.tree(request.getRequestURI()));
        } catch (IOException gone) {
            LOG.debug("The client went away before it got its problem.", gone);
        }
    }
}
