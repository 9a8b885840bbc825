package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.access.ApiTokens;
import dev.weir.access.Grant;
import dev.weir.cluster.testing.MemoryApiServer;
import dev.weir.expectation.ExpectationBook;
import dev.weir.rest.ApiClient.Answer;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What is expected is written down, held against every write of a policy, and overridden only with a reason. */
@ApiTest
class ExpectationApiTests {
    private static final String MANY = "/api/v1/namespaces/shop/expectations";
    private static final String INSIDE = MANY + "/redis-is-inside";
    private static final String POLICIES = "/api/v1/namespaces/shop/networkpolicies";
    private static final String OPENS = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: opens, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: redis-cart}}
              ingress:
                - from: [{podSelector: {}}]
                - from:
                    - ipBlock: {cidr: 203.0.113.0/24}
            """;

    @LocalServerPort
    int port;

    @Autowired
    MemoryApiServer apiServer;

    @Autowired
    ApiTokens tokens;

    @Autowired
    ExpectationBook book;

    private ApiClient api;

    @BeforeEach
    void nobodyReachesRedisFromOutside() {
        apiServer.reset();
        api = new ApiClient(port);
        assertThat(create("redis-is-inside", "nobody may reach redis-cart from the internet")
                        .status())
                .isEqualTo(201);
    }

    @AfterEach
    void forget() {
        book.list().forEach(one -> book.remove(one.ref(), -1));
    }

    private Answer create(String name, String sentence) {
        return json("POST", MANY, "{\"name\":\"" + name + "\",\"expect\":\"" + sentence + "\"}");
    }

    private Answer json(String method, String path, String body, String... headers) {
        return api.send(method, path, body, with(headers, "Content-Type", "application/json"));
    }

    private Answer yaml(String method, String path, String body, String... headers) {
        return api.send(method, path, body, with(headers, "Content-Type", "application/yaml"));
    }

    private static String[] with(String[] headers, String name, String value) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = name;
        all[headers.length + 1] = value;
        return all;
    }

    @Test
    void anExpectationIsWrittenReadChangedAndDeletedByItsVersion() {
        Answer read = api.get(INSIDE);
        assertThat(read.json().get("expect").asString()).isEqualTo("nobody may reach redis-cart from the internet");
        assertThat(read.json().get("state").asString()).isEqualTo("holds");
        assertThat(read.json().at("/to/workload").asString()).isEqualTo("redis-cart");
        String etag = read.header("ETag");
        assertThat(create("redis-is-inside", "web may reach redis-cart").status())
                .isEqualTo(409);

        String same = read.body();
        String fields =
                "{\"from\":{\"workload\":\"web\"},\"may\":true,\"to\":{\"workload\":\"redis-cart\"},\"port\":6379}";
        assertThat(json("PUT", INSIDE, fields).status()).isEqualTo(428);
        Answer changed = json("PUT", INSIDE, fields, "If-Match", etag);
        assertThat(changed.json().get("expect").asString()).isEqualTo("web may reach redis-cart:6379");
        assertThat(json("PUT", INSIDE, fields, "If-Match", etag).status()).isEqualTo(412);
        assertThat(json("PUT", MANY + "/another", fields, "If-None-Match", "*").status())
                .isEqualTo(201);
        assertThat(api.get("/api/v1/expectations?namespace=shop&state=holds")
                        .json()
                        .get("items"))
                .hasSize(2);
        assertThat(api.send("DELETE", INSIDE, null, "If-Match", etag).status()).isEqualTo(412);
        assertThat(api.send("DELETE", INSIDE, null, "If-Match", changed.header("ETag"))
                        .status())
                .isEqualTo(204);
        assertThat(api.get(INSIDE).status()).isEqualTo(404);
        assertThat(same).contains("\"may\":false");
    }

    @Test
    void whatCannotBeReadIsRefusedAtItsLetterAndADryRunKeepsNothing() {
        Answer wrong = create("x", "web may reach redis-cart:http");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.json().at("/errors/0/column").asInt()).isEqualTo(26);
        Answer tried = json("POST", MANY + "?dryRun=All", "{\"name\":\"x\",\"expect\":\"wbe may reach redis-cart\"}");
        assertThat(tried.json().get("state").asString()).isEqualTo("undecidable");
        assertThat(tried.json().get("why").asString()).endsWith("There is web.");
        assertThat(api.get(MANY).json().get("items")).hasSize(1);
    }

    @Test
    void aPolicyThatBreaksAnExpectationIsRefusedAtItsRuleAndWrittenWithAReasonThatIsRecorded() {
        Answer tried = yaml("POST", POLICIES + "?dryRun=All", OPENS);
        assertThat(tried.status()).isEqualTo(201);
        assertThat(tried.header("Warning")).contains("redis-is-inside", "would be broken");

        Answer refused = yaml("POST", POLICIES, OPENS);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("type").asString()).endsWith("expectations-broken");
        assertThat(refused.json().get("detail").asString()).contains("Weir-Override");
        JsonNode error = refused.json().at("/errors/0");
        assertThat(error.get("field").asString()).isEqualTo("spec.ingress[1]");
        assertThat(error.get("line").asInt()).isEqualTo(8);
        assertThat(error.get("message").asString()).contains("203.0.113.0", "shop/opens (rule 2)");
        assertThat(api.get(POLICIES + "/opens").status())
                .as("nothing was written")
                .isEqualTo(404);

        assertThat(yaml("POST", POLICIES, OPENS, "Weir-Override", "ticket 4711").status())
                .isEqualTo(201);
        assertThat(api.get(POLICIES + "/opens").status()).isEqualTo(200);
        JsonNode recorded = api.get("/api/v1/expectation-overrides").json().at("/items/0");
        assertThat(recorded.get("reason").asString()).isEqualTo("ticket 4711");
        assertThat(recorded.get("who").asString()).isNotEmpty();
        assertThat(recorded.at("/broken/0/name").asString()).isEqualTo("redis-is-inside");
        assertThat(recorded.get("what").asString()).isEqualTo("NetworkPolicy shop/opens");
    }

    @Test
    void toDeleteAPolicyThatKeepsAnExpectationNeedsAReasonToo() {
        String cart = OPENS.replace("name: opens", "name: cart");
        yaml("POST", POLICIES, cart, "Weir-Override", "for the test");
        Answer refused = api.send("DELETE", POLICIES + "/cart", null, "If-Match", "*");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().at("/errors/0/message").asString()).contains("no policy isolates it");
        assertThat(api.send("DELETE", POLICIES + "/cart?dryRun=All", null, "If-Match", "*")
                        .header("Warning"))
                .contains("redis-is-inside");
        assertThat(api.send("DELETE", POLICIES + "/cart?override=moved%20away", null, "If-Match", "*")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void theUnionOfAFileIsWhatCounts() {
        String file = OPENS + "---\n"
                + OPENS.replace("name: opens", "name: harmless").replace("app: redis-cart", "app: nobody");
        JsonNode dry = yaml("POST", "/api/v1/apply?dryRun=All", file).json();
        assertThat(dry.at("/breaks/0/name").asString()).isEqualTo("redis-is-inside");
        Answer refused = yaml("POST", "/api/v1/apply", file);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().at("/errors/0/line").asInt()).isEqualTo(8);
        assertThat(api.get(POLICIES).json().get("items"))
                .as("nothing was written")
                .isEmpty();
        JsonNode applied =
                yaml("POST", "/api/v1/apply?override=ticket%204711", file).json();
        assertThat(applied.at("/change/overridden/0").asString())
                .contains("shop/redis-is-inside", "nobody may reach", "ticket 4711");
        assertThat(api.get(POLICIES).json().get("items")).hasSize(2);
    }

    @Test
    void whoeverMayNotReadTheNamespaceSeesNothingOfItAndNamesNobodyInIt() {
        String bearer = "Bearer "
                + tokens.create("expect-payments", Grant.parse("editor@payments"), "admin", null)
                        .secret();
        assertThat(api.get("/api/v1/expectations", "Authorization", bearer)
                        .json()
                        .get("items"))
                .isEmpty();
        assertThat(api.get(INSIDE, "Authorization", bearer).status()).isEqualTo(404);
        assertThat(json("POST", MANY, "{\"name\":\"x\",\"expect\":\"any pod may reach web\"}", "Authorization", bearer)
                        .status())
                .isEqualTo(403);
        String theirs = "/api/v1/namespaces/payments/expectations";
        assertThat(json(
                                "POST",
                                theirs,
                                "{\"name\":\"x\",\"expect\":\"shop/web may reach api\"}",
                                "Authorization",
                                bearer)
                        .status())
                .isEqualTo(403);
        assertThat(json("POST", theirs, "{\"name\":\"x\",\"expect\":\"nobody may reach api\"}", "Authorization", bearer)
                        .status())
                .isEqualTo(201);
    }
}
