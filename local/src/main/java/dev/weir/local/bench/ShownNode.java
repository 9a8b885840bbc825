package dev.weir.local.bench;

import dev.weir.local.supervisor.TemporaryCluster;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.json.JsonMapper;

/** What the server shows of a node, asked again each time. */
final class ShownNode {

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest request;

    ShownNode(TemporaryCluster cluster, String name) {
        request = HttpRequest.newBuilder(cluster.server("/api/v1/nodes/" + name))
                .header("Authorization", "Bearer " + cluster.token())
                .build();
    }

    /** The newest revision that its daemon has acknowledged. */
    long appliedRevision() {
        return JsonMapper.shared().readTree(json()).path("appliedRevision").asLong();
    }

    /** @throws BenchException when the server refuses: a refusal is no revision */
    String json() {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new BenchException(
                        "the server answers " + response.statusCode() + " about the node: " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new BenchException("the server does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted");
        }
    }
}
