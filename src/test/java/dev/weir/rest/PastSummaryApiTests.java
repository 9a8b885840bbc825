package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.flow.Withheld;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.testing.FlowRecords;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.JsonNode;

/** The summary of an earlier time: the cluster of then, and of the denials what was recorded. */
@ApiTest
@DirtiesContext
class PastSummaryApiTests {
    private static final String AT = "at=2026-03-01T12:40:00Z";
    private static final Instant DENIED = FlowRecords.NOON.plusSeconds(600);
    private static final int HALF_HOURS = 48;

    @LocalServerPort
    int port;

    @Autowired
    RecordStore records;

    @Autowired
    ClusterState cluster;

    private ApiClient api;

    @BeforeEach
    void client() {
        api = new ApiClient(port);
    }

    private JsonNode ok(String path) {
        ApiClient.Answer answer = api.get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void denialsAreThoseThatWereRecordedInTheDayBefore() {
        records.append(
                "node-1",
                1,
                List.of(
                        FlowRecords.denied(1, FlowRecords.NOON.minusSeconds(86_400)),
                        FlowRecords.denied(2, DENIED),
                        FlowRecords.deniedEgress(3, DENIED),
                        FlowRecords.denied(4, FlowRecords.NOON.plusSeconds(2400))));
        JsonNode summary = ok("/api/v1/summary?" + AT);
        JsonNode shop = summary.at("/namespaces/1");
        assertThat(shop.get("name").asString()).isEqualTo("shop");
        long ingress = FlowRecords.denied(2, DENIED).count();
        long egress = FlowRecords.deniedEgress(3, DENIED).count();
        assertThat(shop.at("/denials/ingress").asLong())
                .as("neither a day before nor after")
                .isEqualTo(ingress);
        assertThat(shop.at("/denials/egress").asLong()).isEqualTo(egress);
        JsonNode series = shop.at("/denials/series");
        assertThat(series.size()).isEqualTo(HALF_HOURS);
        assertThat(series.get(HALF_HOURS - 2).asLong())
                .as("from noon to half past")
                .isEqualTo(ingress + egress);
        assertThat(shop.has("denyLogging")).as("not kept").isFalse();
        assertThat(summary.has("revision")).isFalse();
        assertThat(summary.at("/recorded/from").asString()).isEqualTo("2026-02-28T13:00:00Z");
        assertThat(summary.at("/recorded/to").asString()).isEqualTo("2026-03-01T12:40:00Z");
        assertThat(ok("/api/v1/namespaces/shop/summary?" + AT).get("namespace")).isEqualTo(shop);
    }

    @Test
    void whatBudgetsWithheldIsNamed() {
        records.appendWithheld(
                "node-2", 1, List.of(new Withheld(1, DENIED, "shop", 5, 3), new Withheld(2, DENIED, "payments", 7, 0)));
        JsonNode summary = ok("/api/v1/summary?" + AT);
        assertThat(summary.at("/namespaces/0/denials").has("withheld"))
                .as("allowed ones only")
                .isFalse();
        assertThat(summary.at("/namespaces/1/denials/withheld").asLong()).isEqualTo(3);
        assertThat(summary.at("/recorded/missing").findValuesAsString("kind")).contains("withheld");
        assertThat(api.get("/api/v1/summary?" + AT, "Accept", "text/csv").body())
                .startsWith("namespace,policies,pods,")
                .contains("\nshop,");
    }

    @Test
    void itIsOfTheClusterOfThen() {
        JsonNode then = ok("/api/v1/summary?" + AT);
        ClusterSnapshot before = cluster.current();
        cluster.replace(with(before, List.of()));
        JsonNode same = ok("/api/v1/summary?" + AT);
        assertThat(same.get("namespaces")).isEqualTo(then.get("namespaces"));
        assertThat(same.at("/namespaces/1/policies").asInt()).isEqualTo(1);
        assertThat(ok("/api/v1/summary").at("/namespaces/1/policies").asInt()).isZero();
        cluster.replace(with(before, before.policies()));
    }

    private static ClusterContents with(ClusterSnapshot before, Collection<NetworkPolicy> policies) {
        return new ClusterContents(
                before.namespaces(),
                before.nodes(),
                before.pods(),
                policies,
                before.declaredLogging(),
                before.logging());
    }

    @Test
    void aTimeOfWhichNothingIsKnownIsRefused() {
        assertThat(api.get("/api/v1/summary?at=2025-01-01T00:00:00Z").body()).contains("lies before what is kept");
        assertThat(api.get("/api/v1/summary?at=9999-01-01T00:00:00Z").body()).contains("has not come yet");
        assertThat(api.get("/api/v1/namespaces/nope/summary?" + AT).status()).isEqualTo(404);
    }
}
