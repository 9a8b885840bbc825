package dev.weir.local.api.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import dev.weir.local.api.json.Json;
import dev.weir.local.api.resource.Catalog;
import dev.weir.local.api.resource.ResourceType;
import dev.weir.local.api.status.ApiException;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Takes every request: asks who it is, finds what the path names, and turns a refusal into a status object. */
final class Router implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final Set<String> HEALTH = Set.of("/healthz", "/livez", "/readyz");
    private static final Set<String> BUILT_IN_VERBS = Set.of("GET", "HEAD");

    private final Catalog catalog;
    private final ResourceHandler resources;
    private final Discovery discovery;
    private final OpenApi openApi;

    Router(Catalog catalog, ResourceHandler resources) {
        this.catalog = catalog;
        this.resources = resources;
        this.discovery = new Discovery(catalog);
        this.openApi = new OpenApi(catalog);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            answer(exchange);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            route(new ApiRequest(exchange));
        } catch (ApiException e) {
            refuse(exchange, e);
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
            refuse(exchange, new ApiException(500, "InternalError", "Internal error occurred: " + e));
        }
    }

    /** An answer that has begun cannot be taken back; then the connection ends. */
    private static void refuse(HttpExchange exchange, ApiException refusal) throws IOException {
        if (exchange.getResponseCode() < 0) {
            Reply.refusal(exchange, refusal);
        }
    }

    private void route(ApiRequest request) throws IOException {
        HttpExchange exchange = request.exchange();
        if (HEALTH.contains(request.path())) {
            Reply.text(exchange, 200, "ok");
            return;
        }
        String user = user(exchange).orElseThrow(() -> new ApiException(401, "Unauthorized", "Unauthorized"));
        if (request.header("Upgrade").equalsIgnoreCase("websocket") && request.flag("watch")) {
            // Watches are plain streams here. Clients that try a WebSocket first go on to a stream when this is
            // answered at once.
            Reply.text(exchange, 200, "");
            return;
        }
        if (BUILT_IN_VERBS.contains(request.method()) && answerDocument(request)) {
            return;
        }
        RequestPath path = RequestPath.parse(request.path()).orElseThrow(ApiException::noSuchResource);
        Optional<ReviewHandler.Review> review = ReviewHandler.find(path);
        if (review.isPresent()) {
            review(request, review.get(), user);
            return;
        }
        ResourceType type =
                catalog.find(path.group(), path.version(), path.plural()).orElseThrow(ApiException::noSuchResource);
        String named = type.plural().equals("namespaces") ? "" : path.namespace();
        resources.handle(new ResourceHandler.Call(
                request,
                type,
                new RequestPath(path.group(), path.version(), named, path.plural(), path.name(), path.subresource())));
    }

    private boolean answerDocument(ApiRequest request) throws IOException {
        String path = request.path().length() > 1 && request.path().endsWith("/")
                ? request.path().substring(0, request.path().length() - 1)
                : request.path();
        Optional<ObjectNode> document = switch (path) {
            case "/version" -> Optional.of(version());
            case "/" -> Optional.of(roots());
            default -> path.startsWith("/openapi/") ? openApi.document(path) : discovery.document(path);
        };
        if (document.isPresent()) {
            Reply.json(request.exchange(), 200, document.get());
        }
        return document.isPresent();
    }

    private static ObjectNode version() {
        ObjectNode version = Json.object().put("major", "1").put("minor", "32").put("gitVersion", "v1.32.4+weir");
        version.put("gitCommit", "").put("gitTreeState", "clean").put("buildDate", "2025-04-22T00:00:00Z");
        return version.put("goVersion", "none").put("compiler", "javac").put("platform", "linux/amd64");
    }

    private static ObjectNode roots() {
        ObjectNode roots = Json.object();
        roots.putArray("paths")
                .add("/api")
                .add("/apis")
                .add("/healthz")
                .add("/openapi/v3")
                .add("/version");
        return roots;
    }

    private static void review(ApiRequest request, ReviewHandler.Review review, String user) throws IOException {
        if (!request.method().equals("POST")) {
            throw ApiException.methodNotAllowed();
        }
        if (!(BodyDecoder.tree(request.body(), request.contentType()) instanceof ObjectNode question)) {
            throw ApiException.badRequest("the body of the request must be a " + review.kind());
        }
        Reply.json(request.exchange(), 201, ReviewHandler.answer(review, question, user));
    }

    /** The name in the client's certificate. TLS has checked that our authority has signed it. */
    private static Optional<String> user(HttpExchange exchange) {
        if (!(exchange instanceof HttpsExchange tls)) {
            return Optional.empty();
        }
        try {
            X509Certificate certificate = (X509Certificate) tls.getSSLSession().getPeerCertificates()[0];
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return Optional.of(part.getValue().toString());
                }
            }
            return Optional.empty();
        } catch (SSLPeerUnverifiedException | InvalidNameException e) {
            LOG.debug("No client certificate", e);
            return Optional.empty();
        }
    }
}
