package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.access.ApiTokens;
import dev.weir.access.Grant;
import dev.weir.audit.AuditTrail;
import dev.weir.audit.Sightings;
import dev.weir.audit.Subject;
import dev.weir.cluster.testing.MemoryApiServer;
import dev.weir.rest.ApiClient.Answer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.JsonNode;

@ApiTest
@DirtiesContext
class AuditApiTests {
    @LocalServerPort
    int port;

    @Autowired
    AuditTrail trail;

    @Autowired
    ApiTokens tokens;

    @Autowired
    MemoryApiServer apiServer;

    @Autowired
    Clock clock;

    private ApiClient api;
    private Instant now;

    /** One edit, which a controller took back; a policy of another namespace; a person. */
    @BeforeEach
    void someChanges() {
        api = new ApiClient(port);
        now = clock.instant();
        String open = Sightings.policy("shop", "cart", 6379);
        String other = Sightings.policy("shop", "cart", 6380);
        Map<String, Object> first = Sightings.written(open, "1", "argocd-controller", now);
        Map<String, Object> second = Sightings.written(other, "2", "kubectl-edit", now);
        new Sightings(trail)
                .complete(now)
                .see(now, Sightings.policy("shop", "cart"), null, first)
                .see(now.plusMillis(1), Sightings.policy("shop", "cart"), first, second)
                .see(now.plusMillis(2), Sightings.policy("shop", "cart"), second, first)
                .see(
                        now.plusMillis(3),
                        Sightings.policy("payments", "in"),
                        null,
                        Sightings.written(Sightings.policy("payments", "in", 80), "3", "kubectl-create", now));
        trail.note(Subject.own(Subject.Kind.PERSON, "bert"), "", "roles: viewer@shop\n");
    }

    private JsonNode items(String query, String... headers) {
        Answer answer = api.get("/api/v1/audit" + query, headers);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().get("items");
    }

    @Test
    void theListSaysWhoDidWhatFromWhereAndWhatUndidIt() {
        JsonNode edit = items("?namespace=shop&policy=cart&actor=kubectl-edit").get(0);
        assertThat(edit.at("/author/door").asString()).isEqualTo("outside");
        assertThat(edit.at("/author/name").asString()).isEqualTo("kubectl-edit");
        assertThat(edit.at("/object/kind").asString()).isEqualTo("NetworkPolicy");
        assertThat(edit.at("/undoneBy/author/name").asString()).isEqualTo("argocd-controller");
        assertThat(items("?namespace=nowhere")).isEmpty();
    }

    @Test
    void oneChangeHasBothTextsTheirDifferenceAndWhatItDidToConnections() {
        long id = items("?actor=kubectl-edit").get(0).get("id").asLong();
        JsonNode change = api.get("/api/v1/audit/" + id).json();
        assertThat(change.get("before").asString()).isEqualTo(Sightings.policy("shop", "cart", 6379));
        assertThat(change.get("patch").asString()).contains("-          port: 6379", "+          port: 6380");
        assertThat(change.at("/connectivity/basis").asString()).isNotEmpty();
        assertThat(api.get("/api/v1/audit/999999").status()).isEqualTo(404);
    }

    @Test
    void thePolicysHistoryIsThatOfOnePolicyAlsoWhenItIsGone() {
        JsonNode history = api.get("/api/v1/namespaces/shop/networkpolicies/cart/history")
                .json()
                .get("items");
        assertThat(history)
                .isNotEmpty()
                .allMatch(item -> item.at("/object/name").asString().equals("cart"));
        assertThat(api.get("/api/v1/namespaces/payments/networkpolicies/in/history")
                        .json()
                        .get("items"))
                .isNotEmpty();
    }

    private long edit() {
        return items("?actor=kubectl-edit&namespace=shop").get(0).get("id").asLong();
    }

    @Test
    void aRevisionOfAPolicyIsTheChangeThatMadeItAndNoOtherPolicys() {
        String history = "/api/v1/namespaces/shop/networkpolicies/cart/history/";
        assertThat(api.get(history + edit()).json())
                .isEqualTo(api.get("/api/v1/audit/" + edit()).json());
        long foreign = items("?namespace=payments").get(0).get("id").asLong();
        assertThat(api.get(history + foreign).status()).isEqualTo(404);
        assertThat(api.get(history + "nought").status()).isEqualTo(400);
    }

    @Test
    void aVersionIsRestoredWithItsPreconditionOrTried() {
        apiServer.reset();
        String policy = "/api/v1/namespaces/shop/networkpolicies/cart";
        String restore = policy + "/history/" + edit() + "/restore";
        Answer created = api.send("POST", restore, "");
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(portOf(api.get(policy).json())).isEqualTo(6380);
        assertThat(api.send("POST", restore, "").status()).isEqualTo(428);
        String etag = created.header("ETag");
        Answer tried = api.send("POST", restore + "?version=before&dryRun=All", "", "If-Match", etag);
        assertThat(portOf(tried.json())).isEqualTo(6379);
        assertThat(portOf(api.get(policy).json())).as("only tried").isEqualTo(6380);
        Answer restored = api.send("POST", restore + "?version=before", "", "If-Match", etag);
        assertThat(restored.status()).as(restored.body()).isEqualTo(200);
        assertThat(portOf(api.get(policy).json())).isEqualTo(6379);
        assertThat(api.send("POST", restore, "", "If-Match", etag).status()).isEqualTo(412);
        assertThat(api.send("POST", restore + "?version=yesterday", "", "If-Match", "*")
                        .status())
                .isEqualTo(400);
        apiServer.reset();
        assertThat(api.send("POST", restore, "", "If-Match", etag).status())
                .as("it is gone, and was meant to be there")
                .isEqualTo(412);
    }

    private static int portOf(JsonNode policy) {
        return policy.at("/spec/ingress/0/ports/0/port").asInt();
    }

    @Test
    void whatWasNotThereIsNotRestoredAndNotByReaders() {
        String policy = "/api/v1/namespaces/payments/networkpolicies/in/history/"
                + items("?namespace=payments").get(0).get("id").asLong() + "/restore";
        Answer before = api.send("POST", policy + "?version=before", "");
        assertThat(before.status()).isEqualTo(400);
        assertThat(before.json().get("detail").asString()).contains("There was no policy before this change");
        String bearer = "Bearer "
                + tokens.create("stranger", Grant.parse("editor@shop"), "admin", null)
                        .secret();
        assertThat(api.send("POST", policy, "", "Authorization", bearer).status())
                .isEqualTo(403);
    }

    @Test
    void pagesGoOnWithATokenThatBelongsToTheirQuestion() {
        List<Long> ids = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = api.get("/api/v1/audit?limit=2&continue=" + next).json();
            page.get("items").forEach(item -> ids.add(item.get("id").asLong()));
            next = page.at("/metadata/continue").asString("");
        } while (!next.isEmpty());
        assertThat(ids).doesNotHaveDuplicates().hasSize(items("?limit=1000").size());
        String token =
                api.get("/api/v1/audit?limit=1").json().at("/metadata/continue").asString();
        Answer other = api.get("/api/v1/audit?namespace=shop&continue=" + token);
        assertThat(other.status()).isEqualTo(410);
        assertThat(other.json().get("type").asString()).endsWith("wrong-continue-token");
        assertThat(api.get("/api/v1/audit?continue=x").status()).isEqualTo(410);
        assertThat(api.get("/api/v1/audit?limit=0").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/audit?from=whenever").status()).isEqualTo(400);
    }

    @Test
    void aTokenOfOneNamespaceSeesThatNamespaceOnly() {
        String bearer = "Bearer "
                + tokens.create("reader", Grant.parse("viewer@payments"), "admin", null)
                        .secret();
        JsonNode items = items("?limit=1000", "Authorization", bearer);
        assertThat(items)
                .isNotEmpty()
                .allMatch(item -> item.at("/object/namespace").asString("").equals("payments"));
        assertThat(api.get("/api/v1/namespaces/shop/networkpolicies/cart/history", "Authorization", bearer)
                        .status())
                .isEqualTo(403);
        long foreign = items("?namespace=shop").get(0).get("id").asLong();
        assertThat(api.get("/api/v1/audit/" + foreign, "Authorization", bearer).status())
                .isEqualTo(404);
    }

    @Test
    void aTokenThatIsMadeThroughTheApiIsInTheHistoryWithoutItsSecret() {
        Answer made = api.send(
                "POST",
                "/api/v1/tokens",
                "{\"name\": \"dashboard\", \"role\": \"viewer\", \"namespaces\": [\"shop\"]}",
                "Content-Type",
                "application/json");
        assertThat(made.status()).isEqualTo(201);
        JsonNode entry = items("?actor=token:bootstrap").get(0);
        assertThat(entry.at("/object/kind").asString()).isEqualTo("Token");
        assertThat(entry.at("/author/door").asString()).isEqualTo("api");
        assertThat(entry.at("/author/place").asString()).isEqualTo("POST /api/v1/tokens");
        assertThat(entry.at("/author/address").asString()).isEqualTo("127.0.0.1");
        String full = api.get("/api/v1/audit/" + entry.get("id").asLong()).body();
        assertThat(full).contains("viewer@shop").doesNotContain("weir_");
    }
}
