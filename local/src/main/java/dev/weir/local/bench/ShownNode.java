package dev.weir.local.bench;

import dev.weir.local.supervisor.TemporaryCluster;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the server shows of a node, asked again each time. */
final class ShownNode {

    /** An answer. */
    record Answer(JsonNode node) {

        /** The newest revision that the daemon has acknowledged. */
        long appliedRevision() {
            return node.path("appliedRevision").asLong();
        }

        /** When it acknowledged that, if it has nothing left to do. */
        Instant upToDateSince() {
            return Instant.parse(node.path("state").path("since").asString());
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpRequest request;

    ShownNode(TemporaryCluster cluster, String name) {
        request = HttpRequest.newBuilder(cluster.server("/api/v1/nodes/" + name))
                .header("Authorization", "Bearer " + cluster.token())
                .build();
    }

    /** @throws BenchException when the server refuses: a refusal is no revision */
    Answer ask() {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new BenchException(
                        "the server answers " + response.statusCode() + " about the node: " + response.body());
            }
            return new Answer(JsonMapper.shared().readTree(response.body()));
        } catch (IOException e) {
            throw new BenchException("the server does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted");
        }
    }
}
