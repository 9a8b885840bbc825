package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.access.ApiTokens;
import dev.weir.access.Grant;
import dev.weir.rest.ApiClient.Answer;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ApiTest
class SimulationApiTests {
    private static final String DENY = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: %s, namespace: shop}
            spec: {podSelector: {}, policyTypes: [Ingress]}
            """;

    @LocalServerPort
    int port;

    @Autowired
    ApiTokens tokens;

    private ApiClient api;

    @BeforeEach
    void client() {
        api = new ApiClient(port);
    }

    private Answer simulate(Object... changes) {
        String body = JsonMapper.shared().writeValueAsString(Map.of("changes", changes));
        return api.send("POST", "/api/v1/simulations", body, "Content-Type", "application/json");
    }

    @Test
    void aFileAndADeletionAreSimulatedTogetherAndKeptUnderAnAddress() {
        Answer made = simulate(
                Map.of("apply", DENY.formatted("one") + "---\n" + DENY.formatted("two")),
                Map.of("delete", Map.of("namespace", "shop", "name", "cart")));
        assertThat(made.status()).isEqualTo(201);
        JsonNode simulation = made.json();
        assertThat(simulation.get("policies").findValuesAsString("status"))
                .containsExactly("DELETED", "ADDED", "ADDED");
        assertThat(simulation.at("/coverageDiff/0/pods/0/pod").asString()).isEqualTo("web");
        assertThat(simulation.at("/connectivityDiff/removed").toString()).contains("0.0.0.0/0");
        assertThat(simulation.get("blindSpots").size()).isPositive();
        Answer again = api.get(made.header("Location"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(simulation);
    }

    @Test
    void whatTheLinterSaysOfThePoliciesIsInTheSimulationToo() {
        Answer made = simulate(Map.of(
                "apply", DENY.formatted("one").replace("podSelector: {}", "podSelector: {matchLabels: {app: wbe}}")));
        JsonNode finding = made.json().at("/findings/0");
        assertThat(made.json().at("/findings")).as(made.body()).isNotEmpty();
        assertThat(finding.get("name").asString()).isEqualTo("one");
        assertThat(finding.get("message").asString()).contains("There is app=web");
        assertThat(finding.has("line")).isFalse();
        assertThat(api.get(made.header("Location")).json().get("findings"))
                .isEqualTo(made.json().get("findings"));
    }

    @Test
    void whoMayNotReadANamespaceOfASimulationDoesNotFindIt() {
        String location = simulate(Map.of("delete", Map.of("namespace", "shop", "name", "cart")))
                .header("Location");
        String bearer = "Bearer "
                + tokens.create("other", Grant.parse("editor@payments"), "admin", null)
                        .secret();
        assertThat(api.get(location, "Authorization", bearer).status()).isEqualTo(404);
        assertThat(api.send(
                                "POST",
                                "/api/v1/simulations",
                                "{\"changes\": [{\"delete\": {\"namespace\": \"shop\", \"name\": \"cart\"}}]}",
                                "Content-Type",
                                "application/json",
                                "Authorization",
                                bearer)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aFaultInTheYamlIsShownAtItsLineAndColumn() {
        Answer broken = simulate(Map.of("apply", DENY.formatted("one") + "---\nkind: [\n"));
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.json().at("/errors/0/field").asString()).isEqualTo("changes[0].apply");
        assertThat(broken.json().at("/errors/0/line").asInt()).isGreaterThanOrEqualTo(6);
        Answer invalid = simulate(Map.of(
                "apply",
                DENY.formatted("one")
                        .replace("policyTypes", "ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/99}}]}], policyTypes")));
        assertThat(invalid.status()).isEqualTo(422);
        assertThat(invalid.json().at("/errors/0/line").asInt()).isEqualTo(4);
    }

    @Test
    void aPolicyWithoutNamespaceAndOneThatIsNotThereAreRefused() {
        assertThat(simulate(Map.of("apply", DENY.formatted("one").replace(", namespace: shop", "")))
                        .json()
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("metadata.namespace");
        assertThat(simulate(Map.of("delete", Map.of("namespace", "shop", "name", "nothing")))
                        .status())
                .isEqualTo(400);
        assertThat(simulate().status()).isEqualTo(400);
        assertThat(simulate(Map.of()).status()).isEqualTo(400);
        assertThat(api.get("/api/v1/simulations/" + "0".repeat(32)).status()).isEqualTo(404);
    }
}
