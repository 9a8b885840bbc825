package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.access.ApiTokens;
import dev.weir.access.Grant;
import dev.weir.cluster.testing.MemoryApiServer;
import dev.weir.rest.ApiClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ApiTest
class ApplyApiTests {
    private static final String TWO = """
            # the shop
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: a, namespace: shop, labels: {part: shop}}
            spec: {podSelector: {}}
            ---
            apiVersion: v1
            kind: List
            items:
              - apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: b, namespace: shop, labels: {part: shop}}
                spec: {podSelector: {}}
            """;

    @LocalServerPort
    int port;

    @Autowired
    MemoryApiServer apiServer;

    @Autowired
    ApiTokens tokens;

    private ApiClient api;

    @BeforeEach
    void anEmptyCluster() {
        apiServer.reset();
        api = new ApiClient(port);
    }

    private Answer apply(String file, String query) {
        return api.send("POST", "/api/v1/apply" + query, file, "Content-Type", "application/yaml");
    }

    private int policies() {
        return api.get("/api/v1/namespaces/shop/networkpolicies")
                .json()
                .get("items")
                .size();
    }

    @Test
    void aFileIsAppliedAndItsLinesAreNamed() {
        JsonNode answer = apply(TWO, "?reason=ticket%204711").json();
        assertThat(answer.at("/items/0/result").asString()).isEqualTo("created");
        assertThat(answer.at("/items/0/line").asInt()).isEqualTo(3);
        assertThat(answer.at("/items/1/name").asString()).isEqualTo("b");
        assertThat(answer.at("/items/1/document").asInt()).isEqualTo(1);
        assertThat(answer.at("/change/state").asString()).isEqualTo("applied");
        assertThat(answer.at("/change/reason").asString()).isEqualTo("ticket 4711");
        assertThat(policies()).isEqualTo(2);
        assertThat(apply(TWO, "").json().at("/items/0/result").asString()).isEqualTo("unchanged");
    }

    @Test
    void aDryRunWritesNothing() {
        JsonNode answer = apply(TWO, "?dryRun=All").json();
        assertThat(answer.at("/items/0/result").asString()).isEqualTo("pending");
        assertThat(answer.has("change")).isFalse();
        assertThat(policies()).isZero();
    }

    @Test
    void whatIsInvalidIsSaidAtItsLineAndNothingIsWritten() {
        String file = TWO + """
                ---
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: c, namespace: shop}
                spec:
                  podSelector: {}
                  ingress:
                    - from:
                        - ipBlock:
                            cidr: 10.0.0.0/99
                """;
        Answer answer = apply(file, "");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/line").asInt()).isEqualTo(23);
        assertThat(policies()).isZero();
        JsonNode others = apply(file, "?mode=bestEffort").json();
        assertThat(others.at("/items/2/result").asString()).isEqualTo("failed");
        assertThat(policies()).isEqualTo(2);
    }

    @Test
    void whatIsNoPolicyOrHasNoNameOrIsThereTwiceIsRefused() {
        String file = "kind: Secret\napiVersion: v1\nmetadata: {generateName: x-, namespace: shop}\n---\n" + TWO
                + "---\n" + TWO;
        Answer answer = apply(file, "");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("not Secret", "generateName is refused", "shop/a is in this file twice");
        assertThat(apply("a: [", "").status()).isEqualTo(400);
        assertThat(apply("", "").status()).isIn(400, 409);
    }

    @Test
    void whatIsNotInTheFileAnyMoreIsPruned() {
        apply(TWO, "");
        String one = TWO.substring(0, TWO.indexOf("---"));
        JsonNode answer = apply(one, "?prune=part%3Dshop").json();
        assertThat(answer.at("/items/1/name").asString()).isEqualTo("b");
        assertThat(answer.at("/items/1/result").asString()).isEqualTo("deleted");
        assertThat(policies()).isEqualTo(1);
    }

    @Test
    void aGuardedChangeIsConfirmedOrTakenBack() {
        JsonNode made = apply(TWO, "?confirmWithin=PT10M&newDenies=3").json();
        String id = made.at("/change/id").asString();
        assertThat(made.at("/change/state").asString()).isEqualTo("guarded");
        assertThat(made.at("/change/newDenies").asInt()).isEqualTo(3);
        assertThat(api.send("POST", "/api/v1/changes/" + id + "/confirm", null)
                        .json()
                        .get("state")
                        .asString())
                .isEqualTo("applied");
        assertThat(api.send("POST", "/api/v1/changes/" + id + "/confirm", null).status())
                .isEqualTo(409);
        assertThat(api.send("POST", "/api/v1/changes/" + id + "/revert", null)
                        .json()
                        .get("state")
                        .asString())
                .isEqualTo("reverted");
        assertThat(policies()).isZero();
        assertThat(api.get("/api/v1/changes?namespace=shop").body()).contains(id);
        assertThat(apply(TWO, "?confirmWithin=PT1S").status()).isEqualTo(409);
        assertThat(apply(TWO, "?mode=some").status()).isEqualTo(400);
    }

    @Test
    void whoMayEditOneNamespaceChangesNoOther() {
        String bearer = "Bearer "
                + tokens.create("x", Grant.parse("editor@payments"), "admin", null)
                        .secret();
        Answer refused =
                api.send("POST", "/api/v1/apply", TWO, "Content-Type", "application/yaml", "Authorization", bearer);
        assertThat(refused.status()).isIn(403, 422);
        assertThat(policies()).isZero();
        String id = apply(TWO, "").json().at("/change/id").asString();
        assertThat(api.get("/api/v1/changes/" + id, "Authorization", bearer).status())
                .isEqualTo(404);
        assertThat(api.send("POST", "/api/v1/changes/" + id + "/revert", null, "Authorization", bearer)
                        .status())
                .isEqualTo(404);
    }
}
