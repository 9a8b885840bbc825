package dev.weir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A second server beside that of the cluster, whose Kubernetes API forbids it everything, says so when it is asked why there is nothing. */
@Tag("e2e")
@ExtendWith(ClusterExtension.class)
class NoPermissionE2ETests {

    private static final int PORT = 8629;
    private static final byte[] FORBIDDEN = """
        {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden", "code": 403,
         "message": "networkpolicies.networking.k8s.io is forbidden: User \\"weir\\" cannot list resource"}
        """.getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private HttpServer api;
    private Process server;

    @BeforeEach
    void startAServerThatMayReadNothing() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", NoPermissionE2ETests::forbid);
        api.start();
        Path kubeconfig = folder.resolve("kubeconfig");
        Files.writeString(kubeconfig, """
            apiVersion: v1
            kind: Config
            clusters: [{name: any, cluster: {server: "http://127.0.0.1:%d"}}]
            contexts: [{name: any, context: {cluster: any, user: any}}]
            current-context: any
            users: [{name: any, user: {token: any}}]
            """.formatted(api.getAddress().getPort()));
        server = new ProcessBuilder(asTheClusters(Map.of(
                        "--server.port",
                        String.valueOf(PORT),
                        "--weir.kubernetes.kubeconfig",
                        kubeconfig.toString(),
                        "--weir.nodes.address",
                        "unix:" + folder.resolve("server.sock"),
                        "--weir.store.path",
                        folder.resolve("records.duckdb").toString(),
                        "--weir.security.tokens-file",
                        folder.resolve("tokens").toString(),
                        "--weir.security.people-file",
                        "")))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        server.destroyForcibly().waitFor();
        api.stop(0);
    }

    private static void forbid(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(403, FORBIDDEN.length);
            exchange.getResponseBody().write(FORBIDDEN);
        }
    }

    /** The command line of the cluster's server, with these options instead of its own. */
    private static List<String> asTheClusters(Map<String, String> options) throws IOException {
        long pid = new PartProcess("server").running().getFirst().pid();
        String line = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        return List.of(line.split("\0")).stream()
                .map(argument -> {
                    String option = argument.split("=", 2)[0];
                    return options.containsKey(option) ? option + "=" + options.get(option) : argument;
                })
                .toList();
    }

    @Test
    void theServerMayNotReadTheCluster() {
        JsonNode cause = await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(500))
                .until(this::causes, causes -> !causes.isEmpty() && isNoPermission(causes.getFirst()))
                .getFirst();

        assertThat(cause.get("sentence").asString()).contains("The Kubernetes API does not let this server read");
        assertThat(cause.get("remedy").asString()).contains("ClusterRole");
    }

    private static boolean isNoPermission(JsonNode cause) {
        return cause.get("kind").asString().equals("no-permission");
    }

    /** Empty while it starts. */
    private List<JsonNode> causes() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + "/api/v1/logs/coverage"))
                .header("Authorization", "Bearer " + Cluster.token())
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            var answer = http.send(request, BodyHandlers.ofString());
            return answer.statusCode() == 200
                    ? JsonMapper.shared()
                            .readTree(answer.body())
                            .get("causes")
                            .valueStream()
                            .toList()
                    : List.of();
        } catch (ConnectException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
