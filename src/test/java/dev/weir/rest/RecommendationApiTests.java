package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.access.ApiTokens;
import dev.weir.access.Grant;
import dev.weir.rest.ApiClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ApiTest
class RecommendationApiTests {
    private static final String ADDRESS = "/api/v1/namespaces/shop/recommendations";

    @LocalServerPort
    int port;

    @Autowired
    ApiTokens tokens;

    private ApiClient api;

    @BeforeEach
    void client() {
        api = new ApiClient(port);
    }

    private Answer post(String body) {
        return api.send("POST", "/api/v1/recommendations", body, "Content-Type", "application/json");
    }

    @Test
    void theListOfTheAnswerIsWhatApplyTakesAndInShadow() {
        JsonNode found = api.get(ADDRESS).json();
        assertThat(found.at("/list/kind").asString()).isEqualTo("List");
        assertThat(found.at("/list/items")).isNotEmpty();
        found.at("/list/items")
                .forEach(item -> assertThat(item.at("/metadata/annotations/policy.weir.dev~1mode")
                                .asString())
                        .isEqualTo("shadow"));
        Answer applied = api.send(
                "POST", "/api/v1/apply?dryRun=All", found.get("list").toString(), "Content-Type", "application/json");
        assertThat(applied.status()).as(applied.body()).isEqualTo(200);
        assertThat(applied.json().get("items")).hasSameSizeAs(found.at("/list/items"));
    }

    @Test
    void whatIsNotWantedIsInThePoliciesAndNotInTheList() {
        JsonNode found =
                api.get(ADDRESS + "?without=allow-dns&mode=enforce&from=-7d").json();
        assertThat(found.get("policies").toString()).contains("allow-dns");
        assertThat(found.get("list").toString()).doesNotContain("allow-dns", "\"shadow\"");
    }

    @Test
    void theQuestionInABodyGetsTheSameAnswer() {
        Answer both = post("{\"namespace\":\"shop\",\"granularity\":\"workload\"}");
        assertThat(both.status()).as(both.body()).isEqualTo(200);
        assertThat(both.json().get("policies"))
                .isEqualTo(api.get(ADDRESS).json().get("policies"));
        JsonNode inbound = post("{\"namespace\":\"shop\",\"direction\":\"ingress\",\"window\":{\"from\":\"-1h\"}}")
                .json();
        assertThat(inbound.get("policies").toString()).doesNotContain("Egress");
    }

    @Test
    void whatCannotBeAskedIsRefusedWithTheFieldThatIsWrong() {
        assertThat(post("{}").status()).isEqualTo(400);
        assertThat(post("{\"namespace\":\"shop\",\"granularity\":\"pod\"}").body())
                .contains("granularity");
        assertThat(api.get(ADDRESS + "?direction=up").status()).isEqualTo(400);
        assertThat(api.get(ADDRESS + "?mode=maybe").status()).isEqualTo(400);
        assertThat(api.get(ADDRESS + "?from=tomorrow").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/namespaces/nowhere/recommendations").status())
                .isEqualTo(404);
    }

    @Test
    void aReaderOfAnotherNamespaceGetsNothing() {
        String bearer = "Bearer "
                + tokens.create("payments", Grant.parse("viewer@payments"), "admin", null)
                        .secret();
        assertThat(api.get(ADDRESS, "Authorization", bearer).status()).isEqualTo(404);
        assertThat(api.send(
                                "POST",
                                "/api/v1/recommendations",
                                "{\"namespace\":\"shop\"}",
                                "Authorization",
                                bearer,
                                "Content-Type",
                                "application/json")
                        .status())
                .isEqualTo(404);
    }
}
