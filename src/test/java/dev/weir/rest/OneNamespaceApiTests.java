package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.access.ApiTokens;
import dev.weir.access.Grant;
import dev.weir.audit.AuditTrail;
import dev.weir.audit.Sightings;
import dev.weir.audit.Subject;
import dev.weir.cluster.ObjectRef;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.testing.FlowRecords;
import dev.weir.rest.ApiClient.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * A token for one namespace asks every address of the API, also those that are added later: the routes are taken from the server. Whatever
 * has to do with the shop must not be in an answer.
 */
@ApiTest
@DirtiesContext
class OneNamespaceApiTests {
    private static final List<String> SHOP =
            List.of("redis-cart", "web-6d4-x2", "web-to-cart", "10.0.0.2", "\"agent\"");
    private static final List<String> ACCEPTED = List.of("application/json", "application/x-ndjson", "text/csv");

    @LocalServerPort
    int port;

    @Autowired
    ApiTokens tokens;

    @Autowired
    RecordStore records;

    @Autowired
    AuditTrail trail;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping routes;

    private ApiClient api;
    private String bearer;

    @BeforeEach
    void aTokenForPayments() {
        api = new ApiClient(port);
        bearer = "Bearer "
                + tokens.create("payments", Grant.parse("editor@payments"), "admin", null)
                        .secret();
        records.append(
                "node-1",
                5,
                List.of(FlowRecords.allowed(1, FlowRecords.NOON), FlowRecords.denied(2, FlowRecords.NOON)));
        Sightings changes = new Sightings(trail).complete(FlowRecords.NOON);
        for (ObjectRef ref : List.of(Sightings.policy("shop", "redis-cart"), Sightings.policy("payments", "in"))) {
            String yaml = Sightings.policy(ref.namespace(), ref.name(), 80);
            changes.see(FlowRecords.NOON, ref, null, Sightings.written(yaml, "1", "kubectl", FlowRecords.NOON));
        }
        trail.note(Subject.own(Subject.Kind.PERSON, "redis-cart"), "", "roles: viewer@shop");
    }

    @Test
    void noAnswerSaysAnythingOfAnotherNamespace() {
        int answered = 0;
        for (String address : addresses()) {
            for (String accept : ACCEPTED) {
                Answer answer = api.get(address, "Authorization", bearer, "Accept", accept);
                for (String secret : SHOP) {
                    assertThat(answer.body()).as(address).doesNotContain(secret);
                }
                assertThat(answer.status()).as(address + " " + answer.body()).isLessThan(500);
                answered += answer.status() == 200 ? 1 : 0;
            }
        }
        assertThat(answered).isGreaterThan(20);
    }

    private Set<String> addresses() {
        Set<String> addresses = new LinkedHashSet<>();
        for (RequestMappingInfo route : routes.getHandlerMethods().keySet()) {
            for (String path : route.getPatternValues()) {
                if (path.startsWith("/api/")
                        && !path.startsWith("/api/v1/openapi")
                        && route.getMethodsCondition().getMethods().contains(RequestMethod.GET)) {
                    addresses.addAll(filled(path));
                }
            }
        }
        String time = "from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z";
        for (String field : List.of("dest.workload_name", "src.pod_name", "policies.name", "dest.namespace")) {
            addresses.add("/api/v1/logs/facets?field=" + field + "&" + time);
        }
        for (String question : List.of(
                "to=payments", "to=shop", "to=payments&from=shop", "to=payments&diffFrom=2026-03-01T13:00:00Z")) {
            addresses.add("/api/v1/reachability?" + question);
        }
        addresses.add("/api/v1/logs?join=true&" + time);
        addresses.add("/api/v1/logs?" + time);
        return addresses;
    }

    private static List<String> filled(String path) {
        List<String> open = new ArrayList<>(List.of(path));
        List<String> done = new ArrayList<>();
        while (!open.isEmpty()) {
            String next = open.removeFirst();
            int brace = next.indexOf('{');
            if (brace < 0) {
                done.add(next);
                continue;
            }
            int end = next.indexOf('}', brace);
            for (String value : values(next.substring(brace + 1, end))) {
                open.add(next.substring(0, brace) + value + next.substring(end + 1));
            }
        }
        return done;
    }

    private static List<String> values(String variable) {
        return switch (variable) {
            case "namespace" -> List.of("shop", "payments");
            case "name" -> List.of("cart");
            case "id" -> List.of("node-1.5.1", "node-1.5.2", "bootstrap", "1", "2", "3", "4", "5");
            case "rule" -> List.of("scan", "denied-spike");
            case "revision" -> List.of("1", "2");
            case "node" -> List.of("node-1");
            default -> List.of("x");
        };
    }

    @Test
    void theOtherEndIsHiddenAndTheAddressStays() {
        String body = api.get("/api/v1/logs?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z", "Authorization", bearer)
                .body();
        assertThat(body).contains("Rogue_1", "\"hidden\":[\"dest\"]", "10.244.2.9");
    }

    @Test
    void aStreamShowsNoMoreAndEndsWithItsToken() throws IOException, InterruptedException {
        ApiTokens.Created token = tokens.create("stream", Grant.parse("viewer@payments"), "admin", null);
        HttpResponse<InputStream> stream = api.http()
                .send(
                        HttpRequest.newBuilder(api.uri("/api/v1/logs?follow=true"))
                                .header("Authorization", "Bearer " + token.secret())
                                .header("Accept", "application/x-ndjson")
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            records.append(
                    "node-1",
                    6,
                    List.of(FlowRecords.allowed(1, FlowRecords.NOON), FlowRecords.denied(2, FlowRecords.NOON)));
            String line = lines.readLine();
            while (!line.contains("Rogue_1")) {
                assertThat(line).doesNotContain("connection");
                line = lines.readLine();
            }
            assertThat(line).contains("hidden").doesNotContain("redis");
            tokens.revoke(token.token().id());
            while (!line.contains("\"type\":\"end\"")) {
                line = lines.readLine();
            }
            assertThat(line).containsAnyOf("unauthorized", "shutdown");
        }
    }

    @Test
    void aWatchShowsNoMore() throws IOException, InterruptedException {
        String policy =
                "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: redis-cart}, spec: {podSelector: {}}}";
        api.send("POST", "/api/v1/namespaces/shop/networkpolicies", policy, "Content-Type", "application/yaml");
        HttpResponse<InputStream> stream = api.http()
                .send(
                        HttpRequest.newBuilder(api.uri("/api/v1/watch?topics=summary,alerts,policies"))
                                .header("Authorization", bearer)
                                .header("Accept", "application/x-ndjson")
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            assertThat(line).contains("\"topic\":\"summary\"", "payments");
            while (!line.contains("BOOKMARK")) {
                assertThat(line).doesNotContain(SHOP).doesNotContain("\"shop\"");
                line = lines.readLine();
            }
        }
    }

    @Test
    void anEditorWritesInItsNamespaceOnly() {
        String policy =
                "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: %s}\nspec: {podSelector: {}}\n";
        assertThat(post("/api/v1/namespaces/payments/networkpolicies", policy.formatted("mine"))
                        .status())
                .isEqualTo(201);
        Answer refused = post("/api/v1/namespaces/shop/networkpolicies", policy.formatted("theirs"));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().get("detail").asString()).contains("role editor in the namespace shop");
        assertThat(api.send(
                                "DELETE",
                                "/api/v1/namespaces/shop/networkpolicies/cart",
                                null,
                                "Authorization",
                                bearer,
                                "If-Match",
                                "*")
                        .status())
                .isEqualTo(403);
        assertThat(api.send(
                                "PUT",
                                "/api/v1/namespaces/payments/deny-logging",
                                "{\"enabled\":true}",
                                "Authorization",
                                bearer,
                                "Content-Type",
                                "application/json")
                        .status())
                .as("the namespace itself belongs to its administrators")
                .isEqualTo(403);
    }

    @Test
    void whatIsAskedBeforehandIsWhatIsAnsweredThen() {
        String policy =
                "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: asked}\nspec: {podSelector: {}}\n";
        for (String namespace : List.of("payments", "shop")) {
            String many = "/api/v1/namespaces/" + namespace + "/networkpolicies";
            assertThat(isAllowed("get", "networkpolicies", namespace))
                    .as("read in " + namespace)
                    .isEqualTo(isNot403(api.get(many, "Authorization", bearer)));
            assertThat(isAllowed("create", "networkpolicies", namespace))
                    .as("write in " + namespace)
                    .isEqualTo(isNot403(post(many + "?dryRun=All", policy)));
            assertThat(isAllowed("update", "deny-logging", namespace))
                    .as("switch in " + namespace)
                    .isEqualTo(isNot403(api.send(
                            "PUT",
                            "/api/v1/namespaces/" + namespace + "/deny-logging",
                            "{\"enabled\":true}",
                            "Authorization",
                            bearer,
                            "Content-Type",
                            "application/json")));
        }
        for (String resource : List.of("nodes", "people", "alert-receiver")) {
            assertThat(isAllowed("list", resource, "payments"))
                    .as(resource)
                    .isEqualTo(isNot403(api.get("/api/v1/" + resource, "Authorization", bearer)));
        }
        assertThat(isAllowed("create", "networkpolicies", "payments")).isTrue();
        assertThat(check("create", "networkpolicies", "payments")
                        .json()
                        .get("why")
                        .asString())
                .isEqualTo("editor@payments gives the role editor in payments.");
        assertThat(check("create", "networkpolicies", "shop").json().get("why").asString())
                .contains("role editor in the namespace shop");
        assertThat(check("eat", "networkpolicies", "shop").json().get("detail").asString())
                .contains("verb: is one of create, delete, get");
        assertThat(check("get", "cakes", "shop").status()).isEqualTo(400);
    }

    private boolean isAllowed(String verb, String resource, String namespace) {
        Answer answer = check(verb, resource, namespace);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("allowed").asBoolean();
    }

    private static boolean isNot403(Answer answer) {
        return answer.status() != 403;
    }

    private Answer check(String verb, String resource, String namespace) {
        String body = "{\"verb\":\"%s\",\"resource\":\"%s\",\"namespace\":\"%s\"}".formatted(verb, resource, namespace);
        return api.send(
                "POST", "/api/v1/access/check", body, "Authorization", bearer, "Content-Type", "application/json");
    }

    private Answer post(String path, String yaml) {
        return api.send("POST", path, yaml, "Authorization", bearer, "Content-Type", "application/yaml");
    }

    @Test
    void nobodyGivesAwayMoreThanTheyHave() {
        String wider = "{\"name\":\"wider\",\"role\":\"viewer\",\"namespaces\":[\"shop\"]}";
        assertThat(api.send(
                                "POST",
                                "/api/v1/tokens",
                                wider,
                                "Authorization",
                                bearer,
                                "Content-Type",
                                "application/json")
                        .status())
                .isEqualTo(403);
        String narrower = "{\"name\":\"narrower\",\"role\":\"viewer\",\"namespaces\":[\"payments\"]}";
        Answer made = api.send(
                "POST", "/api/v1/tokens", narrower, "Authorization", bearer, "Content-Type", "application/json");
        assertThat(made.status()).isEqualTo(201);
        assertThat(api.get("/api/v1/tokens", "Authorization", bearer).json().get("items"))
                .hasSize(1);
        assertThat(api.get("/api/v1/access", "Authorization", bearer)
                        .json()
                        .at("/namespaces/0/role")
                        .asString())
                .isEqualTo("editor");
    }

    @Test
    void peopleAreAddedChangedAndRemoved() {
        String anna =
                "{\"password\":\"correct horse battery\",\"grants\":[{\"role\":\"viewer\",\"namespaces\":[\"shop\"]}]}";
        assertThat(api.send("PUT", "/api/v1/people/anna", anna, "Content-Type", "application/json")
                        .status())
                .isEqualTo(201);
        String editor = "{\"grants\":[{\"role\":\"editor\",\"namespaces\":[\"shop\"]}]}";
        Answer changed = api.send("PUT", "/api/v1/people/anna", editor, "Content-Type", "application/json");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body()).contains("editor").doesNotContain("horse", "assword");
        assertThat(api.send("PUT", "/api/v1/people/bert", editor, "Content-Type", "application/json")
                        .status())
                .isEqualTo(422);
        assertThat(api.send("DELETE", "/api/v1/people/anna", null).status()).isEqualTo(204);
        assertThat(api.get("/api/v1/people/anna").status()).isEqualTo(404);
        assertThat(api.get("/api/v1/people", "Authorization", bearer).status()).isEqualTo(403);
    }
}
