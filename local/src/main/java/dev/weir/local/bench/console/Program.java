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
    private static final int RECORDS = 20;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;
    private final String token;

    Program(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    /** Ids of some. */
    List<String> deniedRecords() throws IOException, InterruptedException {
        JsonNode page = Json.MAPPER.readTree(send(
                request("/api/v1/logs?filter=disposition=deny&limit=" + RECORDS).build()));
        List<String> ids = new ArrayList<>();
        page.path("items")
                .forEach(record -> ids.add(record.path("weir").path("id").asString()));
        return ids;
    }

    /** Milliseconds until all of the answer has been read. */
    double simulate(String policy) throws IOException, InterruptedException {
        ObjectNode body = Json.object();
        body.putArray("changes").addObject().put("apply", policy);
        HttpRequest request = request("/api/v1/simulations")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
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
