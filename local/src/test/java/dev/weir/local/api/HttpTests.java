package dev.weir.local.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.local.api.json.Json;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What is seen only on the wire: status objects, pages, watches that resume, expire and are bookmarked, who is let in. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private ApiServer server;
    private HttpClient client;
    private HttpClient stranger;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException, GeneralSecurityException {
        server = ApiServer.start(new ApiConfig(0, directory));
        Config config = Config.fromKubeconfig(server.kubeconfig().toFile());
        client = HttpClient.newBuilder().sslContext(SSLUtils.sslContext(config)).build();
        SSLContext trustOnly = SSLContext.getInstance("TLS");
        TrustManager[] trust = SSLUtils.trustManagers(config);
        trustOnly.init(null, trust, null);
        stranger = HttpClient.newBuilder().sslContext(trustOnly).build();
    }

    @AfterAll
    void stop() {
        client.close();
        stranger.close();
        server.close();
    }

    private record Answer(int code, JsonNode body) {}

    private Answer send(String method, String path, String body) {
        return send(method, path, body, "application/json");
    }

    private Answer send(String method, String path, String body, String type) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<byte[]> response = client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .join();
        return new Answer(
                response.statusCode(), response.body().length == 0 ? Json.object() : Json.read(response.body()));
    }

    private String namespace(String name) {
        assertThat(send("POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + name + "\"}}")
                        .code())
                .isEqualTo(201);
        return "/api/v1/namespaces/" + name;
    }

    private void createMaps(String namespace, int count) {
        for (int i = 0; i < count; i++) {
            send("POST", namespace + "/configmaps", "{\"metadata\":{\"generateName\":\"m-\"}}");
        }
    }

    @Test
    void whoHasNoCertificateIsRefused() throws IOException, InterruptedException {
        HttpResponse<String> answer = stranger.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/pods"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("\"reason\":\"Unauthorized\"");
        HttpResponse<String> health = stranger.send(
                HttpRequest.newBuilder(URI.create(server.url() + "/healthz")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(health.body()).isEqualTo("ok");
    }

    @Test
    void pagesShowOneMoment() {
        String namespace = namespace("pages");
        createMaps(namespace, 6);
        Answer first = send("GET", namespace + "/configmaps?limit=3", "");
        assertThat(Json.list(first.body(), "items").size()).isEqualTo(3);
        assertThat(Json.number(first.body(), "metadata", "remainingItemCount")).isEqualTo(4);
        createMaps(namespace, 3);
        String token = Json.text(first.body(), "metadata", "continue");
        Answer rest = send("GET", namespace + "/configmaps?limit=100&continue=" + token, "");
        assertThat(Json.list(rest.body(), "items").size()).isEqualTo(4);
        assertThat(Json.text(rest.body(), "metadata", "resourceVersion"))
                .isEqualTo(Json.text(first.body(), "metadata", "resourceVersion"));
        Answer again = send("GET", namespace + "/configmaps?limit=100&continue=" + token, "");
        assertThat(again.code()).isEqualTo(410);
        assertThat(Json.text(again.body(), "reason")).isEqualTo("Expired");
    }

    /** Reads lines of a watch until it has enough. */
    private List<JsonNode> watch(String path, int count) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + path)).build();
        HttpResponse<InputStream> response = client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
                .join();
        List<JsonNode> events = new ArrayList<>();
        try (InputStream in = response.body()) {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0 && events.size() < count; c = in.read()) {
                line.append((char) c);
                if (c == '\n') {
                    events.add(Json.read(line.toString().getBytes(StandardCharsets.ISO_8859_1)));
                    line.setLength(0);
                }
                if (events.size() == count) {
                    break;
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return events;
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> Json.text(event, "type")).toList();
    }

    @Test
    void aWatchResumesAfterARevision() {
        String namespace = namespace("resume");
        Answer created =
                send("POST", namespace + "/configmaps", "{\"metadata\":{\"name\":\"m\"},\"data\":{\"v\":\"1\"}}");
        String revision = Json.text(created.body(), "metadata", "resourceVersion");
        send("PATCH", namespace + "/configmaps/m", "{\"data\":{\"v\":\"2\"}}", "application/merge-patch+json");
        send("DELETE", namespace + "/configmaps/m", "");
        List<JsonNode> events = watch(namespace + "/configmaps?watch=1&resourceVersion=" + revision, 2);
        assertThat(types(events)).containsExactly("MODIFIED", "DELETED");
        long deletion = Long.parseLong(Json.text(events.getLast(), "object", "metadata", "resourceVersion"));
        assertThat(deletion).isGreaterThan(Long.parseLong(revision) + 1);
    }

    @Test
    void aWatchWithSelectorSeesObjectsComeAndGo() {
        String namespace = namespace("comeandgo");
        String revision = Json.text(send("GET", namespace + "/configmaps", "").body(), "metadata", "resourceVersion");
        send("POST", namespace + "/configmaps", "{\"metadata\":{\"name\":\"m\"}}");
        send(
                "PATCH",
                namespace + "/configmaps/m",
                "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}",
                "application/merge-patch+json");
        send(
                "PATCH",
                namespace + "/configmaps/m",
                "{\"metadata\":{\"labels\":{\"a\":\"c\"}}}",
                "application/merge-patch+json");
        List<JsonNode> events =
                watch(namespace + "/configmaps?watch=1&labelSelector=a%3Db&resourceVersion=" + revision, 2);
        assertThat(types(events)).containsExactly("ADDED", "DELETED");
    }

    @Test
    void aWatchOfEverythingBeginsWithThePresent() {
        String namespace = namespace("present");
        createMaps(namespace, 2);
        List<JsonNode> events = watch(
                namespace
                        + "/configmaps?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true",
                4);
        assertThat(types(events)).containsExactly("ADDED", "ADDED", "ADDED", "BOOKMARK");
        assertThat(Json.text(events.getLast(), "object", "metadata", "annotations", "k8s.io/initial-events-end"))
                .isEqualTo("true");
    }

    @Test
    void aWatchEndsWhenItsTimeIsOver() {
        CompletableFuture<List<JsonNode>> events = CompletableFuture.supplyAsync(
                () -> watch("/api/v1/nodes?watch=1&resourceVersion=1&timeoutSeconds=1", 1));
        await().atMost(PATIENCE).until(events::isDone);
        assertThat(events.join()).isEmpty();
    }

    @Test
    void aRevisionOfTheFutureIsRefused() {
        assertThat(send("GET", "/api/v1/pods?resourceVersion=999999999", "").code())
                .isEqualTo(504);
        assertThat(send("GET", "/api/v1/pods?watch=1&resourceVersion=999999999", "")
                        .code())
                .isEqualTo(504);
    }

    @Test
    void writesOfAllKindsShareOneCounter() {
        String namespace = namespace("counter");
        long first = revision(send("POST", namespace + "/configmaps", "{\"metadata\":{\"name\":\"a\"}}"));
        long second = revision(send("POST", namespace + "/secrets", "{\"metadata\":{\"name\":\"a\"}}"));
        assertThat(second).isGreaterThan(first);
        long unchanged = revision(send(
                "PATCH",
                namespace + "/configmaps/a",
                "{\"metadata\":{\"labels\":null}}",
                "application/merge-patch+json"));
        assertThat(unchanged).as("a write that changes nothing is none").isEqualTo(first);
    }

    private static long revision(Answer answer) {
        return Long.parseLong(Json.text(answer.body(), "metadata", "resourceVersion"));
    }

    @Test
    void aTrialRunLeavesNothing() {
        String namespace = namespace("trial");
        assertThat(send("POST", namespace + "/configmaps?dryRun=All", "{\"metadata\":{\"name\":\"a\"}}")
                        .code())
                .isEqualTo(201);
        assertThat(send("GET", namespace + "/configmaps/a", "").code()).isEqualTo(404);
        assertThat(send("POST", namespace + "/configmaps?dryRun=Some", "{\"metadata\":{\"name\":\"a\"}}")
                        .code())
                .isEqualTo(400);
    }

    @Test
    void unknownPathsAndMethodsAreRefused() {
        assertThat(send("GET", "/apis/apps/v1/deployments", "").code()).isEqualTo(404);
        assertThat(send("GET", "/nothing", "").code()).isEqualTo(404);
        assertThat(send("PUT", "/api/v1/pods", "{}").code()).isEqualTo(405);
        assertThat(send("POST", "/api/v1/namespaces", "not json").code()).isEqualTo(400);
        assertThat(send("POST", "/api/v1/namespaces", "<a/>", "text/xml").code())
                .isEqualTo(415);
        assertThat(send("POST", "/api/v1/pods", "{}").code()).isEqualTo(405);
    }

    @Test
    void theWrongKindOrNamespaceIsRefused() {
        String namespace = namespace("wrong");
        assertThat(Json.text(
                        send("POST", namespace + "/configmaps", "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}")
                                .body(),
                        "message"))
                .contains("does not match the expected API version");
        assertThat(Json.text(
                        send(
                                        "POST",
                                        namespace + "/configmaps",
                                        "{\"metadata\":{\"name\":\"a\",\"namespace\":\"other\"}}")
                                .body(),
                        "message"))
                .isEqualTo("the namespace of the provided object does not match the namespace sent on the request");
    }

    @Test
    void aBindingPutsAPodOnANode() {
        String namespace = namespace("binding");
        String pod = "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i:1\"}]}}";
        assertThat(send("POST", namespace + "/pods", pod).code()).isEqualTo(201);
        String binding =
                "{\"apiVersion\":\"v1\",\"kind\":\"Binding\",\"metadata\":{\"name\":\"p\"},\"target\":{\"kind\":\"Node\",\"name\":\"n1\"}}";
        assertThat(send("POST", namespace + "/pods/p/binding", binding).code()).isEqualTo(201);
        Answer bound = send("GET", "/api/v1/pods?fieldSelector=spec.nodeName%3Dn1", "");
        assertThat(Json.list(bound.body(), "items").size()).isEqualTo(1);
        assertThat(send("POST", namespace + "/pods/p/binding", binding).code()).isEqualTo(409);
    }

    @Test
    void aFinalizerHoldsAnObject() {
        String namespace = namespace("finalizer");
        send(
                "POST",
                namespace + "/configmaps",
                "{\"metadata\":{\"name\":\"m\",\"finalizers\":[\"example.com/wait\"]}}");
        Answer deleted = send("DELETE", namespace + "/configmaps/m", "");
        assertThat(Json.text(deleted.body(), "metadata", "deletionTimestamp")).isNotEmpty();
        assertThat(send("GET", namespace + "/configmaps/m", "").code()).isEqualTo(200);
        send(
                "PATCH",
                namespace + "/configmaps/m",
                "{\"metadata\":{\"finalizers\":null}}",
                "application/merge-patch+json");
        assertThat(send("GET", namespace + "/configmaps/m", "").code()).isEqualTo(404);
    }

    @Test
    void nothingNewEntersANamespaceThatIsLeaving() {
        String namespace = namespace("leaving");
        send(
                "POST",
                namespace + "/configmaps",
                "{\"metadata\":{\"name\":\"m\",\"finalizers\":[\"example.com/wait\"]}}");
        send("DELETE", namespace, "");
        Answer refused = send("POST", namespace + "/configmaps", "{\"metadata\":{\"name\":\"n\"}}");
        assertThat(refused.code()).isEqualTo(403);
        assertThat(Json.text(refused.body(), "message")).contains("because it is being terminated");
        send(
                "PATCH",
                namespace + "/configmaps/m",
                "{\"metadata\":{\"finalizers\":null}}",
                "application/merge-patch+json");
        await().atMost(PATIENCE).until(() -> send("GET", namespace, "").code() == 404);
    }

    @Test
    void aCollectionIsDeletedBySelector() {
        String namespace = namespace("collection");
        send("POST", namespace + "/secrets", "{\"metadata\":{\"name\":\"a\",\"labels\":{\"go\":\"yes\"}}}");
        send("POST", namespace + "/secrets", "{\"metadata\":{\"name\":\"b\"}}");
        assertThat(send("DELETE", namespace + "/secrets?labelSelector=go%3Dyes", "")
                        .code())
                .isEqualTo(200);
        assertThat(Json.list(send("GET", namespace + "/secrets", "").body(), "items")
                        .size())
                .isEqualTo(1);
    }
}
