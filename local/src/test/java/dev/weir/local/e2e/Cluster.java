package dev.weir.local.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The running local cluster, used through the commands and interfaces that a person has. */
final class Cluster implements AutoCloseable {

    static final Path TOP = top();
    static final URI CONSOLE = URI.create("http://127.0.0.1:8620");
    private static final String WEIR = TOP.resolve("weir").toString();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();

    private Cluster() {}

    /** Starts it as a person would, in the background. */
    static Cluster up() {
        Command.run(WEIR, "up", "--detach").orFail();
        return new Cluster();
    }

    @Override
    public void close() {
        Command.run(WEIR, "down").orFail();
    }

    Command weir(String... arguments) {
        return Command.run(
                Stream.concat(Stream.of(WEIR), Arrays.stream(arguments)).toArray(String[]::new));
    }

    /** Runs kubectl with the cluster's kubeconfig. */
    Command kubectl(String... arguments) {
        return kubectlWithInput("", arguments);
    }

    Command kubectlWithInput(String input, String... arguments) {
        return Command.runWithInput(
                input,
                Stream.concat(Stream.of("kubectl", "--kubeconfig", "/run/weir/kubeconfig"), Arrays.stream(arguments))
                        .toArray(String[]::new));
    }

    /** Applies manifests and waits for nothing. */
    void apply(String manifests) {
        kubectlWithInput(manifests, "apply", "-f", "-").orFail();
    }

    String podAddress(String namespace, String pod) {
        return kubectl("-n", namespace, "get", "pod", pod, "-o", "jsonpath={.status.podIP}")
                .orFail();
    }

    /** The name of a pod that has this label {@code app}. */
    String podOf(String namespace, String app) {
        return kubectl("-n", namespace, "get", "pods", "-l", "app=" + app, "-o", "jsonpath={.items[0].metadata.name}")
                .orFail();
    }

    void awaitReady(String namespace, String... pods) {
        for (String pod : pods) {
            kubectl("-n", namespace, "wait", "--for=condition=Ready", "--timeout=60s", "pod/" + pod)
                    .orFail();
        }
    }

    /** Sets the switches of NetworkLogging. */
    void logging(boolean allow, boolean allowDelegate, boolean deny, boolean denyDelegate) {
        String patch =
                "{\"spec\":{\"cluster\":{\"allow\":{\"log\":%s,\"delegate\":%s},\"deny\":{\"log\":%s,\"delegate\":%s}}}}"
                        .formatted(allow, allowDelegate, deny, denyDelegate);
        kubectl("patch", "networklogging", "default", "--type=merge", "-p", patch)
                .orFail();
    }

    /** Whether a TCP connection from a pod is accepted within 300 ms. */
    boolean connects(String namespace, String pod, String address, int port) {
        return Command.run(
                        "nsenter",
                        "--net=/run/netns/weir." + namespace + "." + pod,
                        "timeout",
                        "0.3",
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/" + address + "/" + port)
                .succeeded();
    }

    /** A REST call with the administrator's token. */
    HttpResponse<String> rest(String method, String path, String body, String... headers) {
        return ask(method, "/api/v1" + path, body, headers);
    }

    /** What Prometheus reads. */
    String metrics() {
        return ask("GET", "/actuator/prometheus", "").body();
    }

    private HttpResponse<String> ask(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(CONSOLE.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token())
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    JsonNode get(String path) {
        HttpResponse<String> response = rest("GET", path, "", "Accept", "application/json");
        if (response.statusCode() != 200) {
            throw new AssertionError("GET " + path + ": " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    /** The newest records that match a filter. */
    List<JsonNode> records(String filter) {
        String query = java.net.URLEncoder.encode(filter, java.nio.charset.StandardCharsets.UTF_8);
        return get("/logs?limit=100&filter=" + query).get("items").valueStream().toList();
    }

    static String token() {
        return Command.run(WEIR, "token").orFail();
    }

    static String password() {
        try {
            return Files.readString(Path.of("/run/weir/admin-password")).strip();
        } catch (IOException e) {
            throw new AssertionError("the administrator's password cannot be read", e);
        }
    }

    private static Path top() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("weir")) ? here : here.resolve("..").normalize();
    }
}
