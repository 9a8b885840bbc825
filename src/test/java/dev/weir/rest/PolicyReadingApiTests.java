package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.testing.MemoryApiServer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.FlowRecord.PolicyMatch;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.testing.FlowRecords;
import dev.weir.rest.ApiClient.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.JsonNode;

/** What the API says of a policy beyond the object: in words, whom it means, and what it admitted. */
@ApiTest
@DirtiesContext
class PolicyReadingApiTests {
    private static final String POLICIES = "/api/v1/namespaces/shop/networkpolicies";
    private static final String CART = POLICIES + "/cart";
    private static final String YAML = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: cart, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: redis-cart}}
              ingress:
                - from: [{podSelector: {matchLabels: {app: web}}}]
                  ports: [{port: 6379}]
                - from: [{podSelector: {matchLabels: {app: batch}}}]
            """;

    @LocalServerPort
    int port;

    @Autowired
    MemoryApiServer apiServer;

    @Autowired
    RecordStore records;

    private ApiClient api;

    @BeforeEach
    void aPolicy() {
        apiServer.reset();
        api = new ApiClient(port);
        assertThat(api.send("POST", POLICIES, YAML, "Content-Type", "application/yaml")
                        .status())
                .isEqualTo(201);
    }

    private JsonNode ok(String path) {
        Answer answer = api.get(path);
        assertThat(answer.status()).as(path + " " + answer.body()).isEqualTo(200);
        return answer.json();
    }

    private void refused(String path, String detail) {
        Answer answer = api.get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString()).contains(detail);
    }

    @Test
    void everySentenceNamesItsFieldAndTheLinesThatSayIt() {
        JsonNode explanation = ok(CART + "/explanation");
        JsonNode rule = sentence(explanation, "ingress/0");
        assertThat(rule.get("text").asString()).isEqualTo("accept TCP 6379 from pods app=web in shop");
        assertThat(rule.get("pointer").asString()).isEqualTo("/spec/ingress/0");
        List<String> lines = explanation.get("yaml").asString().lines().toList();
        String said = String.join(
                "\n",
                lines.subList(rule.get("line").asInt() - 1, rule.get("endLine").asInt()));
        assertThat(said).contains("app: web", "6379").doesNotContain("batch", "redis-cart");
        assertThat(explanation.at("/subject/text").asString()).contains("app=redis-cart in shop (1 pod now)");
        assertThat(explanation.at("/subject/pointer").asString()).isEqualTo("/spec/podSelector");
        JsonNode derived =
                explanation.get("sentences").get(explanation.get("sentences").size() - 1);
        assertThat(derived.get("pointer").asString()).isEqualTo("/spec");
    }

    private static JsonNode sentence(JsonNode explanation, String rule) {
        for (JsonNode sentence : explanation.get("sentences")) {
            if (sentence.path("rule").asString("").equals(rule)) {
                return sentence;
            }
        }
        throw new AssertionError("no sentence about " + rule + ": " + explanation);
    }

    @Test
    void theExplanationIsThereAsLinesOfTextAndNotOfWhatIsNotThere() {
        Answer text = api.get(CART + "/explanation", "Accept", "text/plain");
        assertThat(text.header("Content-Type")).startsWith("text/plain");
        assertThat(text.body())
                .startsWith("Applies to ")
                .containsPattern("- accept TCP 6379 from pods app=web in shop \\(lines \\d+ to \\d+\\)\n");
        assertThat(api.get(POLICIES + "/none/explanation").status()).isEqualTo(404);
    }

    @Test
    void thePodsOfAPolicyAreThoseThatItSelects() {
        JsonNode pods = ok(CART + "/pods");
        assertThat(pods.get("items")).hasSize(1);
        assertThat(pods.at("/items/0/name").asString()).isEqualTo("redis-cart");
        assertThat(pods.at("/items/0/addresses/0").asString()).isEqualTo("10.0.0.2");
        assertThat(pods.at("/metadata/remainingItemCount").asInt()).isZero();
    }

    @Test
    void thePeersOfARuleArePodsToo() {
        assertThat(ok(CART + "/pods?as=peers&rule=ingress/0")
                        .at("/items/0/name")
                        .asString())
                .isEqualTo("web");
        assertThat(ok(CART + "/pods?as=peers&rule=ingress/0/from/0").get("items"))
                .hasSize(1);
        assertThat(ok(CART + "/pods?as=peers&rule=/spec/ingress/1").get("items"))
                .as("nothing is called batch")
                .isEmpty();
        refused(CART + "/pods?as=peers", "names a rule such as ingress/0");
        refused(CART + "/pods?as=peers&rule=egress/0/from/0", "names a rule such as ingress/0");
        refused(CART + "/pods?as=peers&rule=ingress/2", "The policy has 2 ingress rules");
        refused(CART + "/pods?as=peers&rule=ingress/0/from/1", "The rule has 1 peers");
        refused(CART + "/pods?as=friends", "is isolated or peers");
        assertThat(api.get(POLICIES + "/none/pods").status()).isEqualTo(404);
    }

    @Test
    void podsComeAPageAtATimeWithATokenThatBelongsToItsQuestion() {
        String question = "/api/v1/namespaces/shop/unprotected?direction=egress&limit=1";
        List<String> names = new ArrayList<>();
        String next = "";
        String token = "";
        do {
            JsonNode page = ok(question + "&continue=" + next);
            page.get("items").forEach(pod -> names.add(pod.get("name").asString()));
            next = page.at("/metadata/continue").asString("");
            token = next.isEmpty() ? token : next;
        } while (!next.isEmpty());
        assertThat(names).containsExactly("redis-cart", "web");
        Answer other = api.get(CART + "/pods?limit=1&continue=" + token);
        assertThat(other.status()).isEqualTo(410);
        assertThat(other.json().get("type").asString()).endsWith("wrong-continue-token");
        refused(CART + "/pods?limit=-1", "is 0 (all) to 10000");
    }

    @Test
    void theStatusWaitsUntilThePolicyIsInForceEverywhereOrForTheTimeout() {
        JsonNode now = ok(CART + "/status");
        assertThat(now.get("nodesInForce").asInt()).isEqualTo(1);
        assertThat(now.has("reached")).isFalse();
        JsonNode waited = ok(CART + "/status?waitFor=programmed&timeout=1s");
        assertThat(waited.get("reached").asBoolean()).isFalse();
        assertThat(waited.get("nodesConcerned").asInt()).isEqualTo(2);
        refused(CART + "/status?waitFor=peace", "is programmed, or left out");
        refused(CART + "/status?waitFor=programmed&timeout=2m", "is at most 60s");
        refused(CART + "/status?waitFor=programmed&timeout=soon", "timeout: is a length of time");
    }

    @Test
    void theSummaryOfANamespaceIsItsPartOfTheSummaryOfAll() {
        JsonNode one = ok("/api/v1/namespaces/shop/summary");
        JsonNode all = ok("/api/v1/summary");
        assertThat(one.get("namespace")).isEqualTo(all.at("/namespaces/1"));
        assertThat(one.get("revision")).isEqualTo(all.get("revision"));
        assertThat(api.get("/api/v1/namespaces/nope/summary").status()).isEqualTo(404);
    }

    @Test
    void unprotectedAreThePodsThatTheSummaryDoesNotCount() {
        JsonNode ingress = ok("/api/v1/namespaces/shop/unprotected");
        assertThat(ingress.get("items")).hasSize(1);
        assertThat(ingress.at("/items/0/name").asString()).isEqualTo("web");
        JsonNode summary = ok("/api/v1/namespaces/shop/summary").get("namespace");
        assertThat(summary.get("pods").asInt() - summary.get("protectedIngress").asInt())
                .isEqualTo(1);
        refused("/api/v1/namespaces/shop/unprotected?direction=sideways", "is ingress or egress");
        assertThat(api.get("/api/v1/namespaces/nope/unprotected").status()).isEqualTo(404);
    }

    private static FlowRecord admittedByCart(long sequence) {
        FlowRecord seen = FlowRecords.allowed(sequence, FlowRecords.NOON);
        return new FlowRecord(
                sequence,
                seen.time(),
                seen.lastTime(),
                seen.verdict(),
                seen.direction(),
                seen.connection(),
                seen.source(),
                seen.destination(),
                List.of(new PolicyMatch("NetworkPolicy", new PolicyRef("shop", "cart"), List.of(0))),
                1,
                7);
    }

    @Test
    void theConnectionsOfAPolicyAreTheRecordsThatNameIt() {
        records.append(
                "node-1", 91, List.of(FlowRecords.denied(1, FlowRecords.NOON), admittedByCart(2), admittedByCart(3)));
        // Other tests write records of the same policy to the same store, at other hours.
        String time = "?from=2026-03-01T11:59:00Z&to=2026-03-01T12:01:00Z";
        JsonNode first = ok(CART + "/connections" + time + "&limit=1");
        assertThat(first.at("/items/0/policies/0/name").asString()).isEqualTo("cart");
        String next = first.at("/metadata/continue").asString();
        JsonNode second = ok(CART + "/connections" + time + "&limit=1&continue=" + next);
        assertThat(second.get("items")).hasSize(1);
        assertThat(second.at("/metadata/continue").isMissingNode())
                .as("the denial is not among them")
                .isTrue();
        assertThat(first.get("coverage").has("complete")).isTrue();
        assertThat(ok("/api/v1/logs" + time + "&filter="
                                + URLEncoder.encode(first.get("readsAs").asString(), StandardCharsets.UTF_8))
                        .get("items"))
                .as("the same as the records with that filter")
                .hasSize(2);
        refused(CART + "/connections?limit=0", "is 1 to 10000");
        assertThat(api.get(POLICIES + "/none/connections").status()).isEqualTo(404);
    }
}
