package dev.weir.security;

import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.HEAD;
import static org.springframework.http.HttpMethod.POST;

import dev.weir.access.Access;
import dev.weir.access.CurrentAccess;
import dev.weir.access.Role;
import java.util.function.Predicate;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/**
 * Which role an address needs before anything behind it is asked. Here stands what concerns the whole cluster, and the least for everything
 * else: to read, some role somewhere; to change, the role editor somewhere. Whether it is the right namespace is decided behind, where the
 * namespace is known ({@code dev.weir.visible}).
 */
final class AccessRules {
    private final CurrentAccess caller;

    AccessRules(CurrentAccess caller) {
        this.caller = caller;
    }

    /** For programs. */
    void api(AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers("/api/v1/people/**", "/api/v1/alert-receiver/**", "/api/v1/enforcement/**")
                .access(cluster(Role.ADMIN))
                .requestMatchers(GET, "/api/v1/nodes/**", "/actuator/**")
                .access(cluster(Role.VIEWER))
                .requestMatchers(POST, "/api/v1/nodes/*/diagnostics")
                .access(cluster(Role.VIEWER))
                .requestMatchers(GET, "/**")
                .access(anywhere(Role.VIEWER))
                .requestMatchers(HEAD, "/**")
                .access(anywhere(Role.VIEWER))
                .requestMatchers("/api/v1/alert-rules/**", "/api/v1/networkloggings/**", "/actuator/**")
                .access(cluster(Role.ADMIN))
                .requestMatchers("/api/v1/tokens/**", "/api/v1/views/**")
                .access(anywhere(Role.VIEWER))
                .requestMatchers(
                        POST,
                        "/api/v1/access/check",
                        "/api/v1/simulations",
                        "/api/v1/verdicts",
                        "/api/v1/lint",
                        "/api/v1/convert",
                        "/api/v1/recommendations")
                .access(anywhere(Role.VIEWER))
                .anyRequest()
                .access(anywhere(Role.EDITOR));
    }

    /** For people. */
    void console(AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers("/access/people/**")
                .access(cluster(Role.ADMIN))
                .requestMatchers("/nodes/**")
                .access(cluster(Role.VIEWER))
                .requestMatchers(GET, "/**")
                .access(anywhere(Role.VIEWER))
                .requestMatchers(HEAD, "/**")
                .access(anywhere(Role.VIEWER))
                .requestMatchers("/logging/**", "/alerts/webhook/**", "/alerts/rules/**")
                .access(cluster(Role.ADMIN))
                .requestMatchers("/theme", "/logout", "/logs/views/**", "/access/tokens/**")
                .access(anywhere(Role.VIEWER))
                .anyRequest()
                .access(anywhere(Role.EDITOR));
    }

    private AuthorizationManager<RequestAuthorizationContext> cluster(Role role) {
        return whoever(access -> access.mayEverywhere(role));
    }

    private AuthorizationManager<RequestAuthorizationContext> anywhere(Role role) {
        return whoever(access -> access.mayAnywhere(role));
    }

    private AuthorizationManager<RequestAuthorizationContext> whoever(Predicate<Access> may) {
        return (authentication, request) -> new AuthorizationDecision(may.test(caller.get()));
    }
}
