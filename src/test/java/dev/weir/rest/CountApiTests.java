package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ApiTest
class CountApiTests {
    @LocalServerPort
    int port;

    private ApiClient api;

    @BeforeEach
    void client() {
        api = new ApiClient(port);
    }

    @Test
    void aPolicySaysWhatEachOfItsRulesAdmittedAndWhichNeverDid() {
        JsonNode ingress = api.get("/api/v1/namespaces/shop/networkpolicies/cart/counts")
                .json()
                .at("/directions/0");

        assertThat(ingress.get("direction").asString()).isEqualTo("ingress");
        assertThat(ingress.at("/total/allowed").asLong()).isEqualTo(12);
        assertThat(ingress.at("/total/denied").asLong()).isEqualTo(4);
        assertThat(ingress.get("since").asString()).isEqualTo(ApiCounts.SINCE.toString());
        assertThat(ingress.get("rules").toString())
                .isEqualTo("[{\"rule\":0,\"hits\":12,\"alone\":12,\"last\":\"2026-03-01T09:00:00Z\"},"
                        + "{\"rule\":1,\"hits\":0,\"alone\":0}]");
    }

    @Test
    void aNamespaceSaysBetweenWhomAndWhatIsNotTold() {
        JsonNode shop = api.get("/api/v1/namespaces/shop/counts?limit=1").json();

        assertThat(shop.at("/directions/0/allowed").asLong()).isEqualTo(12);
        assertThat(shop.get("pairs").size()).isEqualTo(1);
        assertThat(shop.at("/pairs/0/source/name").asString()).isEqualTo("web");
        assertThat(shop.at("/pairs/0/allowed").asLong()).isEqualTo(10);
        assertThat(shop.get("morePairs").asInt()).isEqualTo(1);
        assertThat(shop.at("/notTold/0/other").asLong()).isEqualTo(1);
        assertThat(shop.at("/notTold/0/retired").asLong()).isEqualTo(1);
    }

    @Test
    void aPolicySaysWhetherItIsInShadowAndWhatEnforcingItWouldBreak() {
        JsonNode cart =
                api.get("/api/v1/namespaces/shop/networkpolicies/cart/shadow").json();

        assertThat(cart.get("inShadow").asBoolean()).isFalse();
        assertThat(cart.get("wouldDeny").asLong()).isZero();
        assertThat(cart.get("pairs").size()).isZero();
        assertThat(api.get("/api/v1/namespaces/shop/networkpolicies/none/shadow")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void theClusterSaysItAll() {
        JsonNode cluster = api.get("/api/v1/counts").json();

        assertThat(cluster.at("/policies/0/name").asString()).isEqualTo("cart");
        assertThat(cluster.at("/namespaces/0/denied").asLong()).isEqualTo(4);
        assertThat(cluster.at("/missing/neverReported").size()).isZero();
    }

    @Test
    void whatIsNotThereHasNoCounts() {
        assertThat(api.get("/api/v1/namespaces/none/counts").status()).isEqualTo(404);
        assertThat(api.get("/api/v1/namespaces/shop/networkpolicies/none/counts")
                        .status())
                .isEqualTo(404);
        assertThat(api.get("/api/v1/namespaces/shop/counts?limit=-1").status()).isEqualTo(400);
    }
}
