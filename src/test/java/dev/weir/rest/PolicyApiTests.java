package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.testing.MemoryApiServer;
import dev.weir.rest.ApiClient.Answer;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@ApiTest
class PolicyApiTests {
    private static final String POLICIES = "/api/v1/namespaces/shop/networkpolicies";
    private static final String YAML = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: web
            spec:
              podSelector: {matchLabels: {app: web}}
              ingress:
                - from:
                    - ipBlock: {cidr: 10.0.0.0/8}
            """;

    @LocalServerPort
    int port;

    @Autowired
    MemoryApiServer apiServer;

    private ApiClient api;

    @BeforeEach
    void emptyCluster() {
        apiServer.reset();
        api = new ApiClient(port);
    }

    private Answer create() {
        return api.send("POST", POLICIES, YAML, "Content-Type", "application/yaml");
    }

    private Answer put(String body, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Content-Type";
        all[1] = "application/yaml";
        return api.send("PUT", POLICIES + "/web", body, all);
    }

    @Test
    void aPolicyIsCreatedFromYamlAndReadBackVerbatim() {
        Answer created = create();
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo(POLICIES + "/web");
        Answer read = api.get(POLICIES + "/web");
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.header("ETag")).isEqualTo(created.header("ETag")).matches("\"\\d+\"");
        assertThat(read.json().at("/spec/podSelector/matchLabels/app").asString())
                .isEqualTo("web");
        assertThat(read.json().at("/metadata/namespace").asString()).isEqualTo("shop");
    }

    @Test
    void aContinueTokenThatIsTooOldIsGoneAndAFreshOneIsOffered() {
        Answer answer = api.get(POLICIES + "?limit=1&continue=old");
        assertThat(answer.status()).isEqualTo(410);
        assertThat(answer.json().get("type").asString()).endsWith("continue-token-expired");
        assertThat(answer.json().get("continue").asString()).isEqualTo("fresh");
    }

    @Test
    void aPolicyIsReadAsYamlByWhoeverAcceptsThat() {
        create();
        Answer read = api.get(POLICIES + "/web", "Accept", "application/yaml");
        assertThat(read.header("Content-Type")).startsWith("application/yaml");
        assertThat(read.body()).startsWith("apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n");
    }

    @Test
    void anUnchangedPolicyIsNotSentAgain() {
        Answer created = create();
        assertThat(api.get(POLICIES + "/web", "If-None-Match", created.header("ETag"))
                        .status())
                .isEqualTo(304);
    }

    @Test
    void creatingTwiceIsAConflict() {
        create();
        assertThat(create().status()).isEqualTo(409);
        assertThat(create().json().get("type").asString()).isEqualTo("urn:weir:problem:already-exists");
    }

    @Test
    void aChangeWithoutAVersionIsRefused() {
        create();
        assertThat(put(YAML).status()).isEqualTo(428);
        assertThat(api.send("DELETE", POLICIES + "/web", null).status()).isEqualTo(428);
        assertThat(api.send("PATCH", POLICIES + "/web", "{}", "Content-Type", "application/merge-patch+json")
                        .status())
                .isEqualTo(428);
        assertThat(put(YAML, "If-Match", "W/\"1\"").status()).isEqualTo(400);
    }

    @Test
    void aChangeOfAnOlderVersionIsRefusedWithTheCurrentOne() {
        String old = create().header("ETag");
        Answer replaced = put(YAML, "If-Match", old);
        assertThat(replaced.status()).isEqualTo(200);
        Answer late = put(YAML, "If-Match", old);
        assertThat(late.status()).isEqualTo(412);
        assertThat("\"" + late.json().get("current").asString() + "\"").isEqualTo(replaced.header("ETag"));
        for (String type : new String[] {"application/merge-patch+json", "application/strategic-merge-patch+json"}) {
            assertThat(api.send("PATCH", POLICIES + "/web", "{}", "Content-Type", type, "If-Match", old)
                            .status())
                    .isEqualTo(412);
        }
        assertThat(api.send(
                                "PATCH",
                                POLICIES + "/web",
                                "[]",
                                "Content-Type",
                                "application/json-patch+json",
                                "If-Match",
                                old)
                        .status())
                .isEqualTo(412);
        assertThat(api.send("DELETE", POLICIES + "/web", null, "If-Match", old).status())
                .isEqualTo(412);
    }

    @Test
    void anOldVersionInTheBodyIsAConflict() {
        create();
        String stale = YAML.replace("  name: web\n", "  name: web\n  resourceVersion: \"1\"\n");
        assertThat(put(stale, "If-Match", "*").status()).isEqualTo(409);
        assertThat(put(stale, "If-Match", "\"2\"").status()).isEqualTo(409);
    }

    @Test
    void aStarOverwritesAnything() {
        create();
        assertThat(put(YAML, "If-Match", "*").status()).isEqualTo(200);
    }

    @Test
    void aPutMayBeForCreationOnly() {
        assertThat(put(YAML, "If-None-Match", "*").status()).isEqualTo(201);
        assertThat(put(YAML, "If-None-Match", "*").status()).isEqualTo(409);
    }

    @Test
    void patchesOfEveryFormAreTaken() {
        String etag = create().header("ETag");
        Answer merged = api.send(
                "PATCH",
                POLICIES + "/web",
                "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}",
                "Content-Type",
                "application/merge-patch+json",
                "If-Match",
                etag);
        assertThat(merged.json().at("/metadata/labels/a").asString()).isEqualTo("b");
        assertThat(api.send(
                                "PATCH",
                                POLICIES + "/web",
                                "[]",
                                "Content-Type",
                                "application/json-patch+json",
                                "If-Match",
                                merged.header("ETag"))
                        .status())
                .isEqualTo(200);
        Answer applied =
                api.send("PATCH", POLICIES + "/web?force=true", YAML, "Content-Type", "application/apply-patch+yaml");
        assertThat(applied.status()).isEqualTo(200);
        assertThat(Objects.requireNonNull(apiServer.lastOptions()).force()).isTrue();
        assertThat(api.send("PATCH", POLICIES + "/web", "{}", "Content-Type", "application/json", "If-Match", "*")
                        .status())
                .isEqualTo(415);
        assertThat(api.send(
                                "PATCH",
                                POLICIES + "/web",
                                "{}",
                                "Content-Type",
                                "application/json-patch+json",
                                "If-Match",
                                etag)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aDeletedPolicyIsGone() {
        String etag = create().header("ETag");
        assertThat(api.send("DELETE", POLICIES + "/web", null, "If-Match", etag).status())
                .isEqualTo(204);
        Answer gone = api.get(POLICIES + "/web");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void aDryRunStoresNothing() {
        Answer answer = api.send("POST", POLICIES + "?dryRun=All", YAML, "Content-Type", "application/yaml");
        assertThat(answer.status()).isEqualTo(201);
        assertThat(api.get(POLICIES + "/web").status()).isEqualTo(404);
        assertThat(api.send("POST", POLICIES + "?dryRun=Some", YAML, "Content-Type", "application/yaml")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theTokensNameOwnsTheFieldsUnlessAnotherIsGiven() {
        create();
        assertThat(Objects.requireNonNull(apiServer.lastOptions()).fieldManager())
                .isEqualTo("weir-api:token:bootstrap");
        assertThat(Objects.requireNonNull(apiServer.lastOptions()).strict()).isTrue();
        api.send("PUT", POLICIES + "/web?fieldManager=ci", YAML, "Content-Type", "application/yaml", "If-Match", "*");
        assertThat(Objects.requireNonNull(apiServer.lastOptions()).fieldManager())
                .isEqualTo("ci");
    }

    @Test
    void whatTheApiServerFindsWrongIsPutOnItsLine() {
        Answer answer = api.send(
                "POST", POLICIES, YAML.replace("10.0.0.0/8", "10.0.0.0/99"), "Content-Type", "application/yaml");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("spec.ingress[0].from[0].ipBlock.cidr");
        assertThat(answer.json().at("/errors/0/line").asInt()).isEqualTo(9);
        assertThat(answer.json().at("/errors/0/column").asInt()).isEqualTo(27);
        assertThat(answer.json().at("/errors/0/code").asString()).isEqualTo("value-invalid");
    }

    @Test
    void unknownFieldsAreNamed() {
        Answer answer = api.send(
                "POST", POLICIES, YAML.replace("podSelector", "podselector"), "Content-Type", "application/yaml");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("spec.podselector");
        assertThat(answer.json().at("/errors/0/line").asInt()).isEqualTo(6);
        assertThat(answer.json().at("/errors/0/fix/title").asString()).isEqualTo("Rename it to podSelector");
    }

    @Test
    void malformedTextIsRefusedWithLineAndColumn() {
        Answer answer = api.send("POST", POLICIES, "metadata:\n  name: [x\n", "Content-Type", "application/yaml");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/line").asInt()).isEqualTo(3);
        assertThat(api.send("POST", POLICIES, "{\"metadata\":", "Content-Type", "application/json")
                        .status())
                .isEqualTo(400);
        assertThat(api.send("POST", POLICIES, "x", "Content-Type", "text/plain").status())
                .isEqualTo(415);
    }

    @Test
    void aBodyThatContradictsTheAddressIsRefused() {
        assertThat(put(YAML.replace("name: web", "name: other"), "If-Match", "*")
                        .status())
                .isEqualTo(422);
        Answer answer = put(YAML.replace("name: web", "name: web\n  namespace: other"), "If-Match", "*");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/errors/0/line").asInt()).isEqualTo(5);
        assertThat(put(YAML.replace("kind: NetworkPolicy", "kind: Pod"), "If-Match", "*")
                        .status())
                .isEqualTo(422);
        assertThat(api.send("POST", POLICIES, "metadata: {}", "Content-Type", "application/yaml")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void listsHaveTheShapeOfTheKubernetesApi() {
        create();
        Answer all = api.get("/api/v1/networkpolicies");
        assertThat(all.json().get("kind").asString()).isEqualTo("NetworkPolicyList");
        assertThat(all.json().get("items").size()).isEqualTo(1);
        assertThat(all.json().at("/metadata/resourceVersion").asString()).isNotEmpty();
        assertThat(api.get("/api/v1/namespaces/payments/networkpolicies")
                        .json()
                        .get("items")
                        .size())
                .isZero();
        assertThat(api.get("/api/v1/networkpolicies?namespace=shop&namespace=payments")
                        .json()
                        .get("items")
                        .size())
                .isEqualTo(1);
        assertThat(api.get("/api/v1/networkpolicies?namespace=shop&namespace=payments&limit=1")
                        .status())
                .isEqualTo(400);
        assertThat(api.get("/api/v1/networkpolicies?limit=-1").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/networkpolicies?limit=x").status()).isEqualTo(400);
    }

    @Test
    void statusTellsOnHowManyNodesThePolicyIsInForce() {
        Answer status = api.get(POLICIES + "/cart/status");
        assertThat(status.body()).isEqualTo("{\"nodesInForce\":1,\"nodesConcerned\":2,\"inForceEverywhere\":false}");
        assertThat(api.get(POLICIES + "/nothing/status").status()).isEqualTo(404);
    }

    @Test
    void loggingOfAPolicyIsItsAnnotation() {
        create();
        assertThat(api.send("PUT", POLICIES + "/web/logging", "{\"allow\":true}", "Content-Type", "application/json")
                        .status())
                .isEqualTo(200);
        assertThat(api.get(POLICIES + "/web").json().at("/metadata/annotations").toString())
                .contains("\"policy.network.gke.io/enable-logging\":\"true\"");
        api.send("PUT", POLICIES + "/web/logging", "{\"allow\":false}", "Content-Type", "application/json");
        assertThat(api.get(POLICIES + "/web").json().at("/metadata/annotations").toString())
                .isEqualTo("{}");
        assertThat(api.get(POLICIES + "/cart/logging").body()).isEqualTo("{\"allow\":true}");
    }

    @Test
    void aSilentKubernetesApiIsNotOurFault() {
        apiServer.goDown();
        Answer answer = api.get(POLICIES + "/web");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }
}
