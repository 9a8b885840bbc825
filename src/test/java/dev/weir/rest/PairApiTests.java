package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.flow.store.RecordStore;
import dev.weir.flow.testing.FlowRecords;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.JsonNode;

@ApiTest
@DirtiesContext
class PairApiTests {
    private static final String HOUR = "from=2026-03-01T12:00:00Z&to=2026-03-01T13:00:00Z";
    private static final String EDGES = "/api/v1/flows/edges?" + HOUR;

    @LocalServerPort
    int port;

    @Autowired
    RecordStore records;

    private ApiClient api;

    @BeforeEach
    void client() {
        api = new ApiClient(port);
        if (records.stats().records() == 0) {
            records.append(
                    "node-1",
                    5,
                    List.of(
                            FlowRecords.allowed(1, FlowRecords.NOON.minus(Duration.ofDays(2))),
                            FlowRecords.allowed(2, FlowRecords.NOON.plusSeconds(60)),
                            FlowRecords.allowed(3, FlowRecords.NOON.plusSeconds(120)),
                            FlowRecords.denied(4, FlowRecords.NOON.plusSeconds(180)),
                            FlowRecords.deniedEgress(5, FlowRecords.NOON.plusSeconds(240)),
                            FlowRecords.wouldBeDenied(6, FlowRecords.NOON.plus(Duration.ofHours(3)))));
        }
    }

    @Test
    void whatWouldBeDeniedWasAllowedAndSaysSo() {
        JsonNode web =
                pair("/api/v1/flows/edges?from=2026-03-01T15:00:00Z&to=2026-03-01T16:00:00Z&show=would-deny", "web");
        assertThat(web.get("allowed").asLong()).isEqualTo(3);
        assertThat(web.get("denied").asLong()).isZero();
        assertThat(web.get("wouldDeny").asLong()).isEqualTo(3);
        assertThat(api.get(EDGES + "&show=would-deny").json().get("pairs").size())
                .isZero();
    }

    @Test
    void theOrderDecidesWhatTheLimitLeavesOut() {
        assertThat(api.get(EDGES + "&order=name&limit=1")
                        .json()
                        .at("/pairs/0/source/name")
                        .asString())
                .isEqualTo("Rogue_1");
        assertThat(api.get(EDGES + "&order=latest&limit=1")
                        .json()
                        .at("/pairs/0/destination/kind")
                        .asString())
                .isEqualTo("outside");
        assertThat(api.get(EDGES + "&order=largest").status()).isEqualTo(400);
    }

    @Test
    void theMatrixOfANamespaceSaysWhatPoliciesAdmitBesideWhatWasSeen() {
        JsonNode matrix = api.get("/api/v1/namespaces/shop/matrix?" + HOUR).json();
        JsonNode denied = matrix.get("pairs")
                .valueStream()
                .filter(pair -> pair.at("/source/namespace").asString("").equals("payments")
                        && pair.at("/destination/name").asString("").equals("redis-cart"))
                .findFirst()
                .orElseThrow();
        assertThat(denied.at("/source/kind").asString()).isEqualTo("namespace");
        assertThat(denied.at("/seen/denied").asBoolean()).isTrue();
        assertThat(denied.at("/seen/allowed").asBoolean()).isFalse();
        assertThat(api.get("/api/v1/namespaces/nope/matrix").status()).isEqualTo(404);
    }

    @Test
    void theDenialsOfANamespaceArePairsWithARecordToExplain() {
        JsonNode denials = api.get("/api/v1/namespaces/shop/denials?" + HOUR).json();
        assertThat(denials.get("pairs")).isNotEmpty();
        JsonNode most = denials.at("/pairs/0");
        assertThat(most.at("/packets").asLong()).isPositive();
        String id = most.get("record").asString();
        assertThat(api.get("/api/v1/logs/" + id).json().get("disposition").asString())
                .isEqualTo("deny");
        assertThat(api.get("/api/v1/namespaces/shop/denials?limit=1&" + HOUR)
                        .json()
                        .get("morePairs")
                        .asInt())
                .isEqualTo(denials.get("pairs").size() - 1);
        String csv = api.get("/api/v1/namespaces/shop/denials?" + HOUR, "Accept", "text/csv")
                .body();
        assertThat(csv.lines())
                .hasSize(denials.get("pairs").size() + 1)
                .first()
                .isEqualTo("source,destination,ports,packets,last,guardedBy,record");
        assertThat(api.get("/api/v1/namespaces/nope/denials").status()).isEqualTo(404);
        assertThat(api.get("/api/v1/namespaces/shop/denials?limit=0").status()).isEqualTo(400);
    }

    private JsonNode pair(String address, String source) {
        for (JsonNode pair : api.get(address).json().get("pairs")) {
            if (pair.at("/source/name").asString().equals(source)) {
                return pair;
            }
        }
        throw new AssertionError("no pair from " + source);
    }

    @Test
    void aPairSaysItsPortsVerdictsGuardAndTimes() {
        JsonNode web = pair(EDGES + "&show=allowed", "web");
        assertThat(web.at("/destination").toString())
                .isEqualTo("{\"kind\":\"workload\",\"namespace\":\"shop\",\"name\":\"redis-cart\"}");
        assertThat(web.get("ports").toString()).isEqualTo("[\"TCP 6379\"]");
        assertThat(web.get("allowed").asLong()).isEqualTo(2);
        assertThat(web.at("/ingress/allowed").asLong()).isEqualTo(2);
        assertThat(web.get("guarded").asString()).isEqualTo("guarded");
        assertThat(web.at("/guardedBy/0/name").asString()).isEqualTo("cart");
        assertThat(web.get("firstSeen").asString()).isEqualTo("2026-03-01T12:01:00Z");
        assertThat(web.get("lastSeen").asString()).isEqualTo("2026-03-01T12:02:00Z");
        assertThat(web.get("seenBefore").asString()).isEqualTo("seen-before");
        assertThat(web.at("/counted/allowed").asLong()).isEqualTo(10);
    }

    @Test
    void whoWasNotThereInTheWeekBeforeIsNew() {
        JsonNode rogue = pair(EDGES + "&show=new", "Rogue_1");
        assertThat(rogue.get("denied").asLong()).isEqualTo(4);
        assertThat(rogue.get("seenBefore").asString()).isEqualTo("new");
        assertThat(api.get(EDGES + "&show=new").body()).doesNotContain("seen-before");
    }

    @Test
    void theFilterOfAPairFindsItsRecords() {
        for (JsonNode pair : api.get(EDGES).json().get("pairs")) {
            String filter = URLEncoder.encode(pair.get("filter").asString(), StandardCharsets.UTF_8);
            JsonNode found =
                    api.get("/api/v1/logs?" + HOUR + "&filter=" + filter).json();
            assertThat(found.get("items").size())
                    .as(pair.toString())
                    .isEqualTo(pair.get("records").asInt());
        }
    }

    @Test
    void theLimitSaysWhatItLeftOutAndNamespacesAreAddedUp() {
        JsonNode one = api.get(EDGES + "&limit=1").json();
        assertThat(one.get("pairs").size()).isEqualTo(1);
        assertThat(one.get("morePairs").asInt()).isEqualTo(2);
        JsonNode namespaces = api.get(EDGES + "&scope=namespace&ns=payments").json();
        assertThat(namespaces.get("pairs").size()).isEqualTo(1);
        assertThat(namespaces.at("/pairs/0/source/namespace").asString()).isEqualTo("payments");
        assertThat(namespaces.at("/pairs/0/destination/kind").asString()).isEqualTo("namespace");
    }

    @Test
    void aFilterLeavesCountsOutBecauseTheyCannotBeFiltered() {
        JsonNode web = pair(EDGES + "&filter=disposition%3D%22allow%22", "web");
        assertThat(web.has("counted")).isFalse();
    }

    @Test
    void theMapIsTheSamePairs() {
        ApiClient.Answer answer = api.get("/api/v1/flows/edges/graph.svg?" + HOUR, "Accept", "image/svg+xml");
        assertThat(answer.status()).isEqualTo(200);
        Document map = Jsoup.parse(answer.body(), Parser.xmlParser());
        assertThat(map.select("svg > a.pair"))
                .hasSize(api.get(EDGES).json().get("pairs").size());
        assertThat(map.select("svg > a.pair").getFirst().attr("href")).startsWith("/logs?q=");
    }

    @Test
    void ofAnEarlierTimePairsAreGuardedByWhatWasThenAndCountsAreLeftOut() {
        JsonNode then = pair(EDGES + "&at=2026-03-01T12:30:00Z", "web");
        assertThat(then.get("guarded").asString()).isEqualTo("guarded");
        assertThat(then.has("counted")).isFalse();
        assertThat(api.get(EDGES + "&at=2025-01-01T00:00:00Z").body())
                .contains("at: lies before what is kept. The history of the cluster begins at 2026-03-01T12:00:00Z.");
        assertThat(api.get("/api/v1/flows/edges?from=-10m&at=2026-03-01T12:30:00Z")
                        .json()
                        .get("from")
                        .asString())
                .as("before then, not before now")
                .isEqualTo("2026-03-01T12:20:00Z");
        assertThat(api.get(EDGES + "&at=9999-01-01T00:00:00Z").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/namespaces/shop/matrix?" + HOUR + "&at=2026-03-01T12:30:00Z")
                        .json()
                        .get("pairs")
                        .size())
                .isPositive();
    }

    @Test
    void theRowsAreThereAsCsvAndAsText() {
        String csv = api.get(EDGES + "&order=name", "Accept", "text/csv").body();
        assertThat(csv.lines().toList())
                .hasSize(api.get(EDGES).json().get("pairs").size() + 1)
                .first()
                .isEqualTo("source,destination,ports,allowed,denied,wouldDeny,guarded,guardedBy,firstSeen,lastSeen");
        assertThat(csv).contains("shop/web,shop/redis-cart,TCP 6379,2,0,0,guarded,shop/cart,2026-03-01T12:01:00Z,");
        String text = api.get(EDGES + "&order=name", "Accept", "text/plain").body();
        assertThat(text.lines().skip(1)).anyMatch(line -> line.matches("shop/web +shop/redis-cart +TCP 6379 +2 .*"));
        assertThat(api.get("/api/v1/namespaces/shop/matrix?" + HOUR, "Accept", "text/csv")
                        .body())
                .startsWith("source,destination,may,allowed,denied,wouldDeny,last\r\n");
        assertThat(api.get("/api/v1/reachability?to=shop/redis-cart", "Accept", "text/plain")
                        .body())
                .contains("shop/redis-cart");
        assertThat(api.get(EDGES, "Accept", "image/png").status()).isEqualTo(406);
    }

    @Test
    void whatMeansNothingIsRefused() {
        assertThat(api.get(EDGES + "&scope=service").status()).isEqualTo(400);
        assertThat(api.get(EDGES + "&show=some").status()).isEqualTo(400);
        assertThat(api.get(EDGES + "&limit=0").status()).isEqualTo(400);
        assertThat(api.get(EDGES + "&filter=%28").status()).isEqualTo(400);
    }
}
