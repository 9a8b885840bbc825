package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.access.ApiTokens;
import dev.weir.access.Grant;
import dev.weir.alert.Alerts;
import dev.weir.cluster.testing.MemoryApiServer;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.testing.FlowRecords;
import dev.weir.rest.ApiClient.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ApiTest
@Timeout(60)
class WatchApiTests {
    private static final String POLICIES = "/api/v1/namespaces/shop/networkpolicies";
    private static final String POLICY =
            "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: %s}, spec: {podSelector: {matchLabels: {app: %s}}}}";

    @LocalServerPort
    int port;

    @Autowired
    MemoryApiServer apiServer;

    @Autowired
    ApiTokens tokens;

    @Autowired
    Alerts alerts;

    @Autowired
    RecordStore store;

    private ApiClient api;

    @BeforeEach
    void emptyCluster() {
        apiServer.reset();
        api = new ApiClient(port);
    }

    /** A watch as a program has it. */
    private record Watching(BufferedReader lines) implements AutoCloseable {
        JsonNode next() throws IOException {
            return JsonMapper.shared().readTree(Objects.requireNonNull(lines.readLine(), "the stream is over"));
        }

        JsonNode next(Predicate<JsonNode> wanted) throws IOException {
            JsonNode line = next();
            while (!wanted.test(line)) {
                line = next();
            }
            return line;
        }

        /** Up to a bookmark, that not included. */
        List<JsonNode> state() throws IOException {
            List<JsonNode> state = new ArrayList<>();
            for (JsonNode line = next(); !is("BOOKMARK", line); line = next()) {
                state.add(line);
            }
            return state;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    private Watching watch(String query, String token, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.uri("/api/v1/watch?" + query))
                .setHeader("Authorization", "Bearer " + token)
                .setHeader("Accept", "application/x-ndjson");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        HttpResponse<InputStream> response = api.http().send(request.build(), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new Watching(new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    }

    private Watching watch(String query) throws IOException, InterruptedException {
        return watch(query, ApiClient.ADMIN);
    }

    private static boolean is(String type, JsonNode line) {
        return line.get("type").asString().equals(type);
    }

    private static String words(JsonNode line) {
        return line.get("type").asString() + " "
                + line.at("/object/metadata/name").asString() + " "
                + line.at("/object/spec/podSelector/matchLabels/app").asString();
    }

    private static String version(JsonNode line) {
        return line.get("resourceVersion").asString();
    }

    private void create(String name, String app) {
        Answer answer = api.send("POST", POLICIES, POLICY.formatted(name, app), "Content-Type", "application/yaml");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private void replace(String name, String app) {
        Answer answer = api.send(
                "PUT",
                POLICIES + "/" + name,
                POLICY.formatted(name, app),
                "Content-Type",
                "application/yaml",
                "If-Match",
                "*");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private void delete(String name) {
        assertThat(api.send("DELETE", POLICIES + "/" + name, null, "If-Match", "*")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void aPolicyIsAddedModifiedAndDeletedAndIsTheObjectItself() throws IOException, InterruptedException {
        create("old", "a");
        try (Watching watching = watch("topics=policies")) {
            List<JsonNode> state = watching.state();
            assertThat(state).singleElement().satisfies(line -> {
                assertThat(words(line)).isEqualTo("ADDED old a");
                assertThat(line.has("resourceVersion")).isFalse();
                assertThat(line.get("object"))
                        .isEqualTo(api.get(POLICIES + "/old").json());
            });
            create("new", "b");
            replace("new", "c");
            delete("new");
            assertThat(List.of(watching.next(), watching.next(), watching.next()))
                    .extracting(WatchApiTests::words)
                    .containsExactly("ADDED new b", "MODIFIED new c", "DELETED new c");
        }
    }

    @Test
    void aWatchGoesOnWhereItWasInterrupted() throws IOException, InterruptedException {
        JsonNode last;
        try (Watching watching = watch("topics=policies")) {
            watching.state();
            create("one", "a");
            create("two", "a");
            last = watching.next();
        }
        replace("one", "b");
        delete("two");
        try (Watching watching = watch("topics=policies&resourceVersion=" + version(last))) {
            assertThat(watching.state())
                    .extracting(WatchApiTests::words)
                    .containsExactly("ADDED two a", "MODIFIED one b", "DELETED two a");
            create("three", "a");
            last = watching.next();
            assertThat(words(last)).isEqualTo("ADDED three a");
        }
        try (Watching watching =
                watch("topics=policies&resourceVersion=0", ApiClient.ADMIN, "Last-Event-ID", version(last))) {
            assertThat(watching.state()).as("nothing has happened since").isEmpty();
        }
    }

    @Test
    void whatCannotBeToldIsGoneAndTheRemedyIsSaid() {
        for (String version : List.of("48211", "00000000-1-00000000")) {
            Answer answer =
                    api.get("/api/v1/watch?topics=policies&resourceVersion=" + version, "Accept", "text/event-stream");
            assertThat(answer.status()).isEqualTo(410);
            assertThat(answer.json().get("type").asString()).isEqualTo("urn:weir:problem:watch-expired");
            assertThat(answer.json().get("detail").asString()).contains("without a resourceVersion");
        }
    }

    @Test
    void topicsThatThereAreNotAreRefusedWithThoseThatThereAre() {
        for (String query : List.of("", "?topics=", "?topics=policies,pods")) {
            Answer answer = api.get("/api/v1/watch" + query, "Accept", "text/event-stream");
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.json().get("detail").asString())
                    .isEqualTo("topics: is one or more of summary, alerts, policies, separated by commas.");
        }
        assertThat(api.get("/api/v1/watch?topics=policies", "Accept", "application/json")
                        .status())
                .isEqualTo(406);
    }

    @Test
    void anAlertIsToldAsItsAddressGivesItAndAgainWhenSomebodySnoozesIt() throws IOException, InterruptedException {
        api.send(
                "PUT",
                "/api/v1/alert-rules/scan",
                "{\"threshold\":1,\"window\":\"PT5M\"}",
                "Content-Type",
                "application/json");
        try (Watching watching = watch("topics=alerts")) {
            watching.state();
            store.append(
                    "node-watch", 1, List.of(FlowRecords.denied(1, Instant.now().minusSeconds(5))));
            alerts.look();
            JsonNode told =
                    watching.next(line -> line.at("/object/rule").asString().equals("scan"));
            String address = "/api/v1/alerts/" + told.at("/object/id").asString();
            assertThat(told.get("topic").asString()).isEqualTo("alerts");
            assertThat(told.get("object")).isEqualTo(api.get(address).json());
            api.send("PUT", address + "/snooze", "{\"length\":\"PT1H\"}", "Content-Type", "application/json");
            JsonNode snoozed =
                    watching.next(line -> line.at("/object/state").asString().equals("snoozed"));
            assertThat(snoozed.get("type").asString()).isEqualTo("MODIFIED");
            assertThat(snoozed.at("/object/id")).isEqualTo(told.at("/object/id"));
            api.send("DELETE", address + "/muted", null);
        } finally {
            api.send("PUT", "/api/v1/alert-rules/scan", "{\"threshold\":10}", "Content-Type", "application/json");
        }
    }

    @Test
    void theSummaryIsOneObjectForEachReader() throws IOException, InterruptedException {
        String payments = tokens.create("watch-payments", Grant.parse("viewer@payments"), "admin", null)
                .secret();
        try (Watching all = watch("topics=summary,policies");
                Watching some = watch("topics=summary", payments)) {
            JsonNode summary = all.state().getFirst();
            assertThat(summary.get("topic").asString()).isEqualTo("summary");
            assertThat(summary.at("/object/namespaces"))
                    .isEqualTo(api.get("/api/v1/summary").json().get("namespaces"));
            JsonNode hers = some.state().getFirst();
            assertThat(hers.toString()).contains("\"name\":\"payments\"").doesNotContain("\"name\":\"shop\"");
        }
    }

    @Test
    void aReaderOfOneNamespaceWatchesThatOneUntilTheTokenIsRevoked() throws IOException, InterruptedException {
        ApiTokens.Created token = tokens.create("watch", Grant.parse("viewer@payments"), "admin", null);
        create("shop-secret", "a");
        try (Watching watching = watch("topics=policies", token.secret())) {
            assertThat(watching.state()).isEmpty();
            replace("shop-secret", "b");
            api.send(
                    "POST",
                    "/api/v1/namespaces/payments/networkpolicies",
                    POLICY.formatted("hers", "c"),
                    "Content-Type",
                    "application/yaml");
            assertThat(words(watching.next())).isEqualTo("ADDED hers c");
            tokens.revoke(token.token().id());
            create("later-secret", "a");
            JsonNode end = watching.next();
            assertThat(end.get("type").asString()).isEqualTo("END");
            assertThat(end.get("reason").asString()).isEqualTo("unauthorized");
        }
    }

    /** Its stream would go on for ever: there is no reader whose end could be noticed. */
    @Test
    void aHeadIsAnsweredAndOpensNoStream() {
        for (String address : List.of("/api/v1/watch?topics=policies", "/api/v1/logs?follow=true")) {
            Answer answer = api.send("HEAD", address, null, "Accept", "text/event-stream");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
        }
    }

    @Test
    void eventsHaveTheVersionAsTheirId() throws IOException, InterruptedException {
        create("old", "a");
        try (Watching watching = watch("topics=policies", ApiClient.ADMIN, "Accept", "text/event-stream")) {
            assertThat(watching.lines().readLine()).isEqualTo("event: ADDED");
            assertThat(watching.lines().readLine())
                    .startsWith("data: {\"type\":\"ADDED\",\"topic\":\"policies\",\"object\":{");
            assertThat(watching.lines().readLine()).isEmpty();
            assertThat(watching.lines().readLine()).isEqualTo("event: BOOKMARK");
            assertThat(watching.lines().readLine()).matches("id: [0-9a-f]{8}-[0-9]+-[0-9a-f]{8}");
        }
    }
}
