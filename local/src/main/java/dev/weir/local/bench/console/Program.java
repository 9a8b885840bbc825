package dev.weir.local.bench.console;

import dev.weir.local.api.json.Json;
import dev.weir.local.bench.BenchException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A program that uses the REST API. */
final class Program implements AutoCloseable {
    private static final int SOME = 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final String token;

    Program(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    /** Ids of some. */
    List<String> deniedRecords() throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        items("/api/v1/logs?filter=disposition=deny&limit=" + SOME)
                .forEach(record -> ids.add(record.path("weir").path("id").asString()));
        return ids;
    }

    /** Ids of the last ones of policies. */
    List<String> changes() throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        for (JsonNode change : items("/api/v1/audit?limit=" + SOME)) {
            if (change.path("object").path("kind").asString().equals("NetworkPolicy")) {
                ids.add(change.path("id").asString());
            }
        }
        return ids;
    }

    private JsonNode items(String path) throws IOException, InterruptedException {
        return Json.MAPPER.readTree(send(request(path).build())).path("items");
    }

    void expect(String namespace, String name, String sentence) throws IOException, InterruptedException {
        ObjectNode body = Json.object().put("name", name).put("expect", sentence);
        send(post("/api/v1/namespaces/" + namespace + "/expectations", body.toString()));
    }

    void create(String namespace, String policy) throws IOException, InterruptedException {
        send(post(policies(namespace), policy));
    }

    void delete(String namespace, String policy) throws IOException, InterruptedException {
        send(request(policies(namespace) + "/" + policy)
                .header("If-Match", "*")
                .DELETE()
                .build());
    }

    private static String policies(String namespace) {
        return "/api/v1/namespaces/" + namespace + "/networkpolicies";
    }

    private HttpRequest post(String path, String body) {
        return request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    /** Milliseconds until all of the answer has been read. */
    double simulate(String policy) throws IOException, InterruptedException {
        ObjectNode body = Json.object();
        body.putArray("changes").addObject().put("apply", policy);
        HttpRequest request = post("/api/v1/simulations", body.toString());
        long started = System.nanoTime();
        send(request);
        return (System.nanoTime() - started) / 1e6;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path)).header("Authorization", "Bearer " + token);
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new BenchException(request.uri().getPath() + " is answered by " + answer.statusCode() + ": "
                    + answer.body().lines().findFirst().orElse(""));
        }
        return answer.body();
    }

    @Override
    public void close() {
        http.close();
    }
}
