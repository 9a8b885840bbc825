package dev.weir.console;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** What the header does: the status light, the namespace picker, the theme. And the page to sign in. */
@Controller
final class ShellController {

    @GetMapping("/login")
    String login() {
        return "login/login";
    }

    /** The light, and out of band the banners: polled by every open page. */
    @GetMapping("/shell/status")
    String status() {
        return "layout/status";
    }

    /** The same section for another namespace: a filter where the page has one, otherwise the namespace's own page. */
    @GetMapping("/scope")
    ResponseEntity<Void> scope(
            @RequestParam(defaultValue = "") String ns, @RequestParam(defaultValue = "summary") String page) {
        String namespace = ns.strip();
        UriComponentsBuilder target = switch (page) {
            case "policies", "logs", "flows", "expectations" -> UriComponentsBuilder.fromPath("/" + page);
            default ->
                namespace.isEmpty()
                        ? UriComponentsBuilder.fromPath("/")
                        : UriComponentsBuilder.fromPath("/ns").pathSegment(namespace);
        };
        boolean filter = List.of("policies", "logs", "flows", "expectations").contains(page) && !namespace.isEmpty();
        if (filter) {
            target.queryParam("ns", "{ns}");
        }
        return seeOther(target.encode().build(namespace));
    }

    @PostMapping("/theme")
    ResponseEntity<Void> theme(@RequestParam String theme, HttpServletRequest request) {
        ResponseCookie cookie = ResponseCookie.from(
                        ShellAdvice.THEME_COOKIE, theme.equals("light") || theme.equals("dark") ? theme : "auto")
                .path("/")
                .maxAge(Duration.ofDays(365))
                .sameSite("Lax")
                .httpOnly(true)
                .build();
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.SET_COOKIE, cookie.toString())
                .location(backTo(request.getHeader(HttpHeaders.REFERER)))
                .build();
    }

    /** The path and query of the page the reader was on; never another host, whatever the header says. */
    private static URI backTo(@Nullable String referer) {
        if (referer == null) {
            return URI.create("/");
        }
        try {
            URI from = URI.create(referer);
            String path = from.getRawPath();
            if (path == null || !path.startsWith("/") || path.startsWith("//")) {
                return URI.create("/");
            }
            return URI.create(from.getRawQuery() == null ? path : path + "?" + from.getRawQuery());
        } catch (IllegalArgumentException notAnAddress) {
            return URI.create("/");
        }
    }

    private static ResponseEntity<Void> seeOther(URI target) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER).location(target).build();
    }
}
