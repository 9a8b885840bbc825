package dev.weir.paste;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Which address in the API has the data of a page, and which page shows what an address of the API has. */
public final class ApiAlternate {
    private static final String LOGS = "/logs";
    private static final String FLOWS = "/flows";
    private static final String EDGES = "/api/v1/flows/edges";
    private static final PathPatternParser PATTERNS = new PathPatternParser();

    private static final List<ApiAlternate> ALL = List.of(
            new ApiAlternate("/", "/api/v1/summary", Map.of("at", "at")),
            new ApiAlternate("/policies", "/api/v1/networkpolicies", Map.of("ns", "namespace")),
            new ApiAlternate("/ns/{namespace}", "/api/v1/namespaces/{namespace}/counts"),
            new ApiAlternate(
                    "/reach",
                    "/api/v1/reachability",
                    Map.of(
                            "to",
                            "to",
                            "from",
                            "from",
                            "protocol",
                            "protocol",
                            "port",
                            "port",
                            "at",
                            "at",
                            "diffFrom",
                            "diffFrom")),
            new ApiAlternate(
                    "/ns/{namespace}/policies/{name}", "/api/v1/namespaces/{namespace}/networkpolicies/{name}"),
            new ApiAlternate(
                    "/ns/{namespace}/policies/{name}/use",
                    "/api/v1/namespaces/{namespace}/networkpolicies/{name}/use",
                    Map.of("from", "from")),
            new ApiAlternate(
                    "/ns/{namespace}/policies/{name}/hits",
                    "/api/v1/namespaces/{namespace}/networkpolicies/{name}/hits",
                    Map.of("from", "from")),
            new ApiAlternate(
                    "/ns/{namespace}/lockdown",
                    "/api/v1/namespaces/{namespace}/recommendations",
                    Map.of("from", "from")),
            new ApiAlternate("/logs/{id}", "/api/v1/logs/{id}"),
            new ApiAlternate("/logging", "/api/v1/networkloggings/default"),
            new ApiAlternate("/nodes", "/api/v1/nodes"),
            new ApiAlternate("/nodes/{node}", "/api/v1/nodes/{node}"),
            new ApiAlternate(
                    "/nodes/{node}/pods/{namespace}/{pod}", "/api/v1/nodes/{node}/pods/{namespace}/{pod}/policy"),
            new ApiAlternate("/alerts", "/api/v1/alerts"),
            new ApiAlternate("/alerts/{id}", "/api/v1/alerts/{id}"),
            new ApiAlternate("/alerts/rules/{rule}", "/api/v1/alert-rules/{rule}"),
            new ApiAlternate(
                    "/history",
                    "/api/v1/audit",
                    Map.of(
                            "ns",
                            "namespace",
                            "policy",
                            "policy",
                            "actor",
                            "actor",
                            "change",
                            "changeSet",
                            "from",
                            "from",
                            "to",
                            "to")),
            new ApiAlternate("/history/{id}", "/api/v1/audit/{id}"),
            new ApiAlternate("/expectations", "/api/v1/expectations", Map.of("ns", "namespace")),
            new ApiAlternate("/access", "/api/v1/access"),
            new ApiAlternate("/find", "/api/v1/queries/find", Map.of("q", "text")));

    private static final Map<String, ApiAlternate> TABS =
            Map.of("tab=matrix", ofTab("matrix"), "tab=denials", ofTab("denials"));

    /** What nodes count has no past; what was in a namespace has. */
    private static final ApiAlternate THEN =
            new ApiAlternate("/ns/{namespace}", "/api/v1/namespaces/{namespace}/summary", Map.of("at", "at"));

    /** Parts of pages, which have names where others have a record or a policy. */
    private static final List<String> NO_PAGES =
            List.of("/logs/tail", "/logs/export", "/policies/new", "/ns/{namespace}/policies/new");

    private final PathPattern page;
    private final PathPattern api;
    private final Map<String, String> parameters;

    private ApiAlternate(String page, String api) {
        this(page, api, Map.of());
    }

    /** @param parameters of the page, with the names that they have in the API */
    private ApiAlternate(String page, String api, Map<String, String> parameters) {
        this.page = PATTERNS.parse(page);
        this.api = PATTERNS.parse(api);
        this.parameters = parameters;
    }

    /**
     * @param site this server as it was called, such as {@code https://weir.example}
     * @param path as it was sent, escapes included
     * @param query as it was sent
     */
    public static Optional<String> of(String site, String path, @Nullable String query) {
        if (path.equals(LOGS)) {
            return Optional.of(logs(site, query));
        }
        if (path.equals(FLOWS)) { // The API has the same parameters.
            return Optional.of(EDGES + (query == null ? "" : "?" + query));
        }
        PathContainer parts = PathContainer.parsePath(path);
        if (NO_PAGES.stream().anyMatch(part -> PATTERNS.parse(part).matches(parts))) {
            return Optional.empty();
        }
        return Stream.concat(ofTabs(query), ALL.stream())
                .filter(one -> one.page.matches(parts))
                .findFirst()
                .map(one -> moved(path, one.page, one.api) + query(query, one.parameters));
    }

    /** The page that shows what an address of the API has; empty when none does. */
    static Optional<String> pageOf(String path, @Nullable String query) {
        if (path.equals(EDGES)) {
            return Optional.of(FLOWS + (query == null ? "" : "?" + query));
        }
        PathContainer parts = PathContainer.parsePath(path);
        return ALL.stream()
                .filter(one -> one.api.matches(parts))
                .findFirst()
                .map(one -> moved(path, one.api, one.page) + query(query, turned(one.parameters)));
    }

    private static Map<String, String> turned(Map<String, String> names) {
        return names.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
    }

    private static ApiAlternate ofTab(String tab) {
        return new ApiAlternate(
                "/ns/{namespace}",
                "/api/v1/namespaces/{namespace}/" + tab,
                Map.of("from", "from", "to", "to", "at", "at"));
    }

    /** A part of a page that has an address of its own in the API. */
    private static Stream<ApiAlternate> ofTabs(@Nullable String query) {
        if (query == null) {
            return Stream.empty();
        }
        List<String> pairs = List.of(query.split("&"));
        return Stream.concat(
                pairs.stream().map(TABS::get).filter(Objects::nonNull),
                pairs.stream()
                        .filter(pair -> pair.startsWith("at=") && pair.length() > 3)
                        .map(pair -> THEN));
    }

    /** The API reads a pasted address of the page as the filter, so both understand the same. */
    private static String logs(String site, @Nullable String query) {
        return query == null
                ? "/api/v1/logs"
                : "/api/v1/logs?filter=" + URLEncoder.encode(site + LOGS + "?" + query, StandardCharsets.UTF_8);
    }

    /** Segments go over as they were sent, so what was escaped stays escaped. */
    private static String moved(String path, PathPattern from, PathPattern to) {
        String[] names = from.getPatternString().split("/");
        String[] values = path.split("/");
        String result = to.getPatternString();
        for (int i = 0; i < names.length && i < values.length; i++) {
            if (names[i].startsWith("{")) {
                result = result.replace(names[i], values[i]);
            }
        }
        return result;
    }

    private static String query(@Nullable String query, Map<String, String> names) {
        if (query == null) {
            return "";
        }
        String kept = Arrays.stream(query.split("&"))
                .flatMap(pair -> renamed(pair, names))
                .collect(Collectors.joining("&"));
        return kept.isEmpty() ? "" : "?" + kept;
    }

    /** Nothing of a parameter that the other side does not have, or that says nothing. */
    private static Stream<String> renamed(String pair, Map<String, String> names) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? null : names.get(pair.substring(0, equals));
        return name == null || equals == pair.length() - 1 ? Stream.empty() : Stream.of(name + pair.substring(equals));
    }
}
