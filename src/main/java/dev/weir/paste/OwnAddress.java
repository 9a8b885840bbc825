package dev.weir.paste;

import dev.weir.flow.filter.ShellWords;
import dev.weir.flow.filter.ShellWords.Word;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * An address of this console or of its API, alone or called by curl. Of it only path and query are taken, and only those of a page that there
 * is, so that whatever is pasted leads nowhere else. By which name a colleague calls this server does not matter.
 */
public final class OwnAddress {
    private static final String SERVER = "(?:https?://[^\\s/?#]+|\\$\\{?[A-Z_]+}?)";
    private static final String LOGS = "/(?:api/v1/)?logs(?:/[a-z]+)?";
    private static final Pattern ADDRESS =
            Pattern.compile(SERVER + "?(/(?!/)[\\x21-\\x7e&&[^?#\\\\]]*)(?:\\?([\\x21-\\x7e&&[^#\\\\]]*))?(?:#\\S*)?");
    private static final Pattern HAS_SERVER = Pattern.compile("(?s)" + SERVER + "/.*");
    private static final Pattern CURL = Pattern.compile("(?s)(?:\\$\\s+)?curl\\s.*");

    /** Of everything that is a page of its own, in the order in which they are tried. */
    public static final List<String> PAGES = List.of(
            "/",
            "/policies",
            "/policies/new",
            "/policies/templates",
            "/ns/{namespace}",
            "/ns/{namespace}/lockdown",
            "/ns/{namespace}/policies/new",
            "/ns/{namespace}/policies/{name}",
            "/ns/{namespace}/policies/{name}/edit",
            "/ns/{namespace}/policies/{name}/delete",
            "/ns/{namespace}/policies/{name}/hits",
            "/ns/{namespace}/policies/{name}/use",
            "/logs",
            "/logs/{id}",
            "/logs/{id}/proposal",
            "/flows",
            "/reach",
            "/logging",
            "/nodes",
            "/nodes/{node}",
            "/nodes/{node}/pods/{namespace}/{pod}",
            "/alerts",
            "/alerts/{id}",
            "/alerts/rules/{rule}",
            "/changes",
            "/changes/new",
            "/changes/{id}",
            "/history",
            "/history/{id}",
            "/expectations",
            "/access",
            "/api/docs");

    private static final List<PathPattern> PATTERNS =
            PAGES.stream().map(PathPatternParser.defaultInstance::parse).toList();

    private OwnAddress() {}

    /** The page that an address leads to, with its query; empty for what is no address or none of these. */
    static Optional<String> page(String text) {
        if (!CURL.matcher(text).matches()) {
            return ofAddress(text);
        }
        return ShellWords.of(text).stream()
                .map(Word::text)
                .filter(word -> HAS_SERVER.matcher(word).matches())
                .findFirst()
                .filter(word -> !isOfLogs(word))
                .flatMap(OwnAddress::ofAddress);
    }

    /** Whether the text is an address, but none that {@link #page} knows and none that asks for records. */
    static boolean isForeign(String text) {
        boolean address = text.startsWith("/") || HAS_SERVER.matcher(text).matches();
        return address && !isOfLogs(text);
    }

    /** Whether it asks for records; curl may have more parameters of it elsewhere in its line. */
    private static boolean isOfLogs(String address) {
        Matcher parts = ADDRESS.matcher(address);
        return parts.matches()
                && parts.group(1).matches(LOGS)
                && HAS_SERVER.matcher(address).matches();
    }

    private static Optional<String> ofAddress(String address) {
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String path = parts.group(1);
        String query = parts.group(2);
        return isPage(path)
                ? Optional.of(path + (query == null ? "" : "?" + query))
                : path.startsWith("/api/v1/") ? ApiAlternate.pageOf(path, query) : Optional.empty();
    }

    private static boolean isPage(String path) {
        try {
            PathContainer parts = PathContainer.parsePath(path);
            return !path.matches("/logs/[a-z]+") && PATTERNS.stream().anyMatch(pattern -> pattern.matches(parts));
        } catch (IllegalArgumentException badEscape) {
            return false;
        }
    }
}
