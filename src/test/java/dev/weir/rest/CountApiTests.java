package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.PolicyRef;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.testing.FlowRecords;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ApiTest
class CountApiTests {
    @LocalServerPort
    int port;

    @Autowired
    RecordStore store;

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
    void theHitsOfARuleAreExactAndItsRecordsAreToldByInterval() {
        Instant from = Instant.parse("2026-03-01T10:30:00Z");
        store.append("node-hits", 1, List.of(admitted(1, from.plusSeconds(5)), admitted(2, from.plusSeconds(125))));
        JsonNode hits = api.get("/api/v1/namespaces/shop/networkpolicies/cart/hits?step=1m&from=" + from + "&to="
                        + from.plusSeconds(180))
                .json();
        assertThat(hits.get("recorded").asBoolean()).isTrue();
        assertThat(hits.get("starts").size()).isEqualTo(3);
        JsonNode web = hits.at("/rules/0");
        assertThat(web.get("rule").asString()).isEqualTo("ingress/0");
        assertThat(web.get("sentence").asString()).contains("app=web");
        assertThat(web.get("hits").asLong()).isEqualTo(12);
        assertThat(web.get("alone").asLong()).isEqualTo(12);
        assertThat(web.get("since").asString()).isEqualTo(ApiCounts.SINCE.toString());
        assertThat(web.get("records").toString()).isEqualTo("[1,0,1]");
        assertThat(hits.at("/rules/1/hits").asLong()).isZero();
        assertThat(hits.at("/rules/1/records").toString()).isEqualTo("[0,0,0]");
        assertThat(hits.get("untold").asLong()).isZero();
        assertThat(hits.get("missing").has("neverReported")).isTrue();
    }

    private static FlowRecord admitted(long sequence, Instant time) {
        FlowRecord like = FlowRecords.allowed(sequence, time);
        return new FlowRecord(
                sequence,
                time,
                time,
                like.verdict(),
                like.direction(),
                like.connection(),
                like.source(),
                like.destination(),
                List.of(new FlowRecord.PolicyMatch("NetworkPolicy", new PolicyRef("shop", "cart"), List.of(0))),
                1,
                7);
    }

    @Test
    void whatRecordsCannotTellOfRulesIsNullAndTheRestIsRefused() {
        String hits = "/api/v1/namespaces/shop/networkpolicies/cart/hits";
        JsonNode before = api.get(hits + "?step=1h&from=2026-03-01T07:00:00Z&to=2026-03-01T10:00:00Z")
                .json();
        assertThat(before.at("/rules/0/records").toString())
                .as("the rules are as they are since nine")
                .isEqualTo("[null,null,0]");
        assertThat(api.get(hits + "?step=1ms&from=-1h").status()).isEqualTo(400);
        assertThat(api.get(hits.replace("cart", "nothing")).status()).isEqualTo(404);
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
