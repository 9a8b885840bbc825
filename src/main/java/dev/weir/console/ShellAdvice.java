package dev.weir.console;

import dev.weir.access.CurrentAccess;
import dev.weir.access.Role;
import dev.weir.alert.AlertState;
import dev.weir.cluster.ClusterView;
import dev.weir.flow.store.RecordReader;
import dev.weir.nodes.NodeRegistry;
import dev.weir.visible.VisibleAlerts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.HandlerMapping;

/** Gives every page of the console what its shell shows. */
@ControllerAdvice(basePackageClasses = ShellAdvice.class)
final class ShellAdvice {
    static final String THEME_COOKIE = "weir-theme";

    private final ClusterView cluster;
    private final NodeRegistry nodes;
    private final RecordReader store;
    private final VisibleAlerts alerts;
    private final CurrentAccess access;
    private final Texts texts;

    ShellAdvice(
            ClusterView cluster,
            NodeRegistry nodes,
            RecordReader store,
            VisibleAlerts alerts,
            CurrentAccess access,
            Texts texts) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.store = store;
        this.alerts = alerts;
        this.access = access;
        this.texts = texts;
    }

    @ModelAttribute("shell")
    ShellView shell(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Principal reader,
            @CookieValue(name = THEME_COOKIE, required = false) @Nullable String theme) {
        // A page and its fragment share an address, so a cache must tell them apart; and pages are live data.
        response.addHeader(HttpHeaders.VARY, "HX-Request");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        boolean refresh = request.getRequestURI().equals("/shell/status");
        String user = reader == null ? "" : reader.getName();
        return ShellView.of(
                new ShellView.Reader(
                        user,
                        theme,
                        scope(request),
                        refresh,
                        alerts.count(AlertState.FIRING),
                        access.get().mayEverywhere(Role.VIEWER)),
                cluster,
                nodes.nodes(),
                store.stall(),
                texts);
    }

    private static String scope(HttpServletRequest request) {
        if (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                && variables.get("namespace") instanceof String namespace) {
            return namespace;
        }
        String parameter = request.getParameter("ns");
        return parameter == null ? "" : parameter;
    }
}
