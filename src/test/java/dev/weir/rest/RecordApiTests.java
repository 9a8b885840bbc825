package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.access.ApiTokens;
import dev.weir.access.Grant;
import dev.weir.access.Role;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.Withheld;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.testing.FlowRecords;
import dev.weir.net.Direction;
import dev.weir.rest.ApiClient.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ApiTest
@Timeout(60)
class RecordApiTests {
    private static final AtomicLong SPOOLS = new AtomicLong();

    @LocalServerPort
    int port;

    @Autowired
    RecordStore store;

    @Autowired
    ApiTokens tokens;

    private ApiClient api;
    private long spool;
    private Instant start;

    /** Every test has an hour of its own, as they share the store. */
    @BeforeEach
    void anHour() {
        api = new ApiClient(port);
        spool = SPOOLS.incrementAndGet();
        start = FlowRecords.NOON.plusSeconds(7200 * spool);
    }

    private void append(FlowRecord... records) {
        store.append("node-2", spool, List.of(records));
    }

    private String hour(String path, String filter) {
        return path + "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8) + "&from=" + start + "&to="
                + start.plusSeconds(3600);
    }

    @Test
    void aRecordHasTheFormOfGkes() {
        append(FlowRecords.allowed(1, start), FlowRecords.denied(2, start.plusSeconds(1)));
        JsonNode items = api.get(hour("/api/v1/logs", "")).json().get("items");
        JsonNode denied = items.get(0);
        assertThat(denied.get("disposition").asString()).isEqualTo("deny");
        assertThat(denied.has("policies")).isFalse();
        assertThat(denied.get("count").asInt()).isEqualTo(4);
        assertThat(denied.get("node_name").asString()).isEqualTo("node-2");
        assertThat(denied.at("/weir/isolated_by/0/name").asString()).isEqualTo("default-deny");
        JsonNode allowed = items.get(1);
        assertThat(allowed.get("connection").toString())
                .isEqualTo(
                        "{\"src_ip\":\"10.244.1.7\",\"dest_ip\":\"10.244.2.9\",\"src_port\":40000,\"dest_port\":6379,"
                                + "\"protocol\":\"tcp\",\"direction\":\"ingress\"}");
        assertThat(allowed.get("policies").toString())
                .isEqualTo("[{\"name\":\"web-to-cart\",\"namespace\":\"shop\",\"kind\":\"NetworkPolicy\"}]");
        assertThat(allowed.get("dest").toString())
                .isEqualTo(
                        "{\"pod_name\":\"redis-cart-0\",\"workload_kind\":\"StatefulSet\",\"workload_name\":\"redis-cart\","
                                + "\"pod_namespace\":\"shop\",\"namespace\":\"shop\"}");
    }

    @Test
    void pagesAreFollowedByTheirToken() {
        append(
                FlowRecords.allowed(1, start),
                FlowRecords.denied(2, start),
                FlowRecords.denied(3, start.plusSeconds(1)));
        Answer first = api.get(hour("/api/v1/logs", "") + "&limit=2&order=asc");
        assertThat(first.json().get("items").size()).isEqualTo(2);
        String token = first.json().at("/metadata/continue").asString();
        Answer second = api.get(hour("/api/v1/logs", "") + "&limit=2&order=asc&continue=" + token);
        assertThat(second.json().get("items").size()).isEqualTo(1);
        assertThat(second.json().get("metadata").has("continue")).isFalse();
        assertThat(api.get(hour("/api/v1/logs", "") + "&continue=" + token).status())
                .isEqualTo(410);
    }

    @Test
    void aFilterIsShownAsItWasUnderstood() {
        append(FlowRecords.allowed(1, start), FlowRecords.denied(2, start));
        Answer answer = api.get(hour("/api/v1/logs", "jsonPayload.disposition=\"deny\" ns=shop"));
        assertThat(answer.json().get("items").size()).isEqualTo(1);
        assertThat(answer.json().get("readsAs").asString())
                .isEqualTo("disposition=\"deny\" AND (src.namespace=\"shop\" OR dest.namespace=\"shop\")");
    }

    @Test
    void aFaultyFilterIsRefusedWithItsColumn() {
        Answer answer = api.get(hour("/api/v1/logs", "disposition=deny AND dest.pod_nam=x"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/column").asInt()).isEqualTo(22);
        assertThat(answer.json().at("/errors/0/message").asString()).contains("Did you mean dest.pod_name?");
    }

    @Test
    void pastedCommandsOfOthersAreAnswered() {
        append(
                FlowRecords.allowed(1, start),
                FlowRecords.denied(2, start),
                FlowRecords.denied(3, start.plusSeconds(1)));
        JsonNode hubble = api.get(
                        hour("/api/v1/logs", "hubble observe --verdict DROPPED --to-pod shop/redis --first 1"))
                .json();
        assertThat(hubble.get("items").size()).isEqualTo(1);
        assertThat(hubble.at("/items/0/timestamp").asString()).isEqualTo(start.toString());
        assertThat(hubble.get("readsAs").asString()).startsWith("disposition=\"deny\" AND (dest.namespace=");
        String since = "hubble observe --since " + start + " --until " + start.plusSeconds(1);
        String encoded = URLEncoder.encode(since, StandardCharsets.UTF_8);
        assertThat(api.get("/api/v1/logs?filter=" + encoded).json().get("items").size())
                .isEqualTo(2);
        Answer refused = api.get(hour("/api/v1/logs", "hubble observe --http-status 500"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors/0/column").asInt()).isEqualTo(16);
    }

    /** The query of Google's documentation page, with line breaks as it stands there and the filters its readers add. */
    @Test
    void theQueriesOfGooglesDocumentationReturnTheDenies() {
        append(FlowRecords.allowed(1, start), FlowRecords.denied(2, start), FlowRecords.deniedEgress(3, start));
        String page = """
                resource.type="k8s_node"
                resource.labels.location="CLUSTER_LOCATION"
                resource.labels.cluster_name="CLUSTER_NAME"
                logName="projects/PROJECT_NAME/logs/policy-action"
                """;
        assertThat(found(page)).isEqualTo(3);
        assertThat(found(page + "jsonPayload.disposition=\"deny\"")).isEqualTo(2);
        assertThat(found(page + "jsonPayload.dest.pod_name=~\"redis-cart\"\njsonPayload.disposition=\"deny\""))
                .isEqualTo(1);
        assertThat(found(page + "jsonPayload.connection.direction=\"egress\" AND jsonPayload.connection.dest_port=443"))
                .isEqualTo(1);
        assertThat(found("gcloud logging read --project P '" + page + "jsonPayload.disposition=\"deny\"'"))
                .isEqualTo(2);
    }

    private int found(String filter) {
        return api.get(hour("/api/v1/logs", filter)).json().get("items").size();
    }

    @Test
    void coverageSaysWhyThereIsNothing() {
        append(FlowRecords.denied(1, start));
        JsonNode coverage = api.get(hour("/api/v1/logs/coverage", "disposition=deny ns=payments dest_port=9"))
                .json();
        assertThat(coverage.get("records").asInt()).isZero();
        assertThat(coverage.get("complete").asBoolean()).isFalse();
        assertThat(coverage.at("/causes/0/kind").asString()).isEqualTo("not-annotated");
        assertThat(coverage.at("/causes/0/object").toString())
                .isEqualTo("{\"kind\":\"Namespace\",\"namespace\":\"\",\"name\":\"payments\"}");
        assertThat(coverage.at("/causes/0/command").asString()).startsWith("kubectl annotate namespace payments");
        JsonNode filtered = api.get(hour("/api/v1/logs/coverage", "disposition=deny dest.ns=shop dest_port=9"))
                .json();
        JsonNode last = filtered.at("/causes/" + (filtered.get("causes").size() - 1));
        assertThat(last.get("kind").asString()).isEqualTo("filtered");
        assertThat(last.get("sentence").asString()).contains("Without connection.dest_port=9 there would be 1 record.");
    }

    @Test
    void viewsAreSavedListedAndDeleted() {
        Answer saved = api.send(
                "PUT",
                "/api/v1/views/my%20denies",
                "{\"filter\":\"disposition=deny\",\"from\":\"24h\"}",
                "Content-Type",
                "application/json");
        assertThat(saved.status()).as(saved.body()).isEqualTo(200);
        JsonNode items = api.get("/api/v1/views").json().get("items");
        assertThat(items.toString()).contains("\"name\":\"my denies\"", "\"Denied now\"");
        assertThat(api.send(
                                "PUT",
                                "/api/v1/views/x",
                                "{\"filter\":\"disposition=\"}",
                                "Content-Type",
                                "application/json")
                        .status())
                .isEqualTo(400);
        assertThat(api.send("PUT", "/api/v1/views/Denied%20now", "{}", "Content-Type", "application/json")
                        .status())
                .isEqualTo(422);
        ApiTokens.Created other = tokens.create("other", Grant.everywhere(Role.ADMIN), "test", null);
        assertThat(api.get("/api/v1/views", "Authorization", "Bearer " + other.secret())
                        .body())
                .doesNotContain("my denies");
        assertThat(api.send("DELETE", "/api/v1/views/my%20denies", null).status())
                .isEqualTo(204);
        assertThat(api.send("DELETE", "/api/v1/views/my%20denies", null).status())
                .isEqualTo(404);
    }

    @Test
    void bothEndsAreJoinedOnRequest() {
        FlowRecord entering = FlowRecords.allowed(1, start);
        FlowRecord leaving = new FlowRecord(
                2,
                start.plusMillis(1),
                start.plusMillis(1),
                entering.verdict(),
                Direction.EGRESS,
                entering.connection(),
                entering.source(),
                entering.destination(),
                List.of(),
                1,
                7);
        append(entering, leaving, FlowRecords.denied(3, start.plusSeconds(60)));
        JsonNode items = api.get(hour("/api/v1/logs", "") + "&join=true").json().get("items");
        assertThat(items.size()).isEqualTo(2);
        assertThat(items.at("/0/weir/other_end_missing").asString()).contains("its side is not recorded");
        assertThat(items.at("/1/connection/direction").asString()).isEqualTo("egress");
        assertThat(items.at("/1/weir/other_end/connection/direction").asString())
                .isEqualTo("ingress");
        assertThat(api.get(hour("/api/v1/logs", "")).json().get("items").size()).isEqualTo(3);
    }

    @Test
    void aQuestionIsTranslatedForOthers() {
        String text = URLEncoder.encode(
                "hubble observe --verdict DROPPED --to-port 443 --since 1h -f", StandardCharsets.UTF_8);
        JsonNode answer = api.get("/api/v1/queries/translate?text=" + text).json();
        assertThat(answer.get("language").asString()).isEqualTo("hubble");
        assertThat(answer.get("filter").asString()).isEqualTo("disposition=\"deny\" AND connection.dest_port=443");
        assertThat(answer.get("live").asBoolean()).isTrue();
        assertThat(answer.get("from").asString()).isEqualTo("-PT1H");
        assertThat(answer.get("gcloud").asString()).contains("jsonPayload.disposition", "--freshness=1h");
        assertThat(answer.get("hubble").asString())
                .isEqualTo("hubble observe --verdict DROPPED --to-port 443 --since 1h");
        assertThat(answer.get("curl").asString()).contains("/api/v1/logs", "$WEIR_TOKEN");
        JsonNode alone = api.get("/api/v1/queries/translate?text=count%3E3").json();
        assertThat(alone.has("hubble")).isFalse();
        assertThat(alone.get("hubbleRefusal").asString()).contains("count>3");
    }

    @Test
    void aRecordIsReadAndExplainedByItsId() {
        append(FlowRecords.denied(1, start));
        String id =
                api.get(hour("/api/v1/logs", "")).json().at("/items/0/weir/id").asString();
        assertThat(api.get("/api/v1/logs/" + id).json().get("disposition").asString())
                .isEqualTo("deny");
        JsonNode why = api.get("/api/v1/logs/" + id + "/why").json();
        assertThat(why.get("summary").asString()).startsWith("Denied.");
        assertThat(why.at("/basis/ground").asString()).isEqualTo("time");
        assertThat(why.at("/record/weir/id").asString()).isEqualTo(id);
        JsonNode policy = why.at("/sides/1/policies/0");
        assertThat(policy.get("name").asString()).isEqualTo("cart");
        assertThat(policy.get("word").asString()).isEqualTo("Undecidable");
        assertThat(policy.get("reason").asString())
                .contains("the labels of shop/redis-cart-0 at that time are not kept");
        assertThat(policy.at("/spec/podSelector/matchLabels/app").asString()).isEqualTo("redis-cart");
        assertThat(why.at("/now/answer").asString()).isEqualTo("undecidable");
        assertThat(api.get("/api/v1/logs/nobody-1-1").status()).isEqualTo(404);
        assertThat(api.get("/api/v1/logs/nobody-1-1/why").status()).isEqualTo(404);
    }

    @Test
    void parametersThatMakeNoSenseAreRefused() {
        for (String query :
                List.of("order=up", "limit=0", "limit=10001", "from=yesterday", "from=-1m&to=-2m", "follow=perhaps")) {
            assertThat(api.get("/api/v1/logs?" + query).status()).as(query).isEqualTo(400);
        }
        assertThat(api.get("/api/v1/logs?from=-PT30M&to=now").status()).isEqualTo(200);
        assertThat(api.get("/api/v1/logs", "Accept", "image/png").status()).isEqualTo(406);
    }

    @Test
    void linesAndCsvHoldAllRecordsOfSeveralPages() {
        FlowRecord[] records = new FlowRecord[4500];
        for (int i = 0; i < records.length; i++) {
            records[i] = FlowRecords.allowed(i + 1, start.plusMillis(i));
        }
        append(records);
        Answer lines = api.get(hour("/api/v1/logs", "") + "&order=asc", "Accept", "application/x-ndjson");
        assertThat(lines.body().lines().limit(4500)).allMatch(line -> line.startsWith("{\"connection\""));
        assertThat(lines.body().lines().skip(4500).toList())
                .singleElement()
                .asString()
                .startsWith("{\"type\":\"end\",\"records\":4500,\"complete\":");
        Answer csv = api.get(hour("/api/v1/logs", "") + "&limit=4200", "Accept", "text/csv");
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.header("Content-Disposition")).contains("attachment");
        assertThat(csv.body().lines().filter(line -> line.startsWith("20"))).hasSize(4200);
        assertThat(csv.body()).contains("More records match than were asked for; go on with continue=");
        assertThat(csv.body()).startsWith("timestamp,disposition,direction");
    }

    @Test
    void aPageAndTheEndOfAnExportSayWhatWasWithheld() {
        append(FlowRecords.denied(1, start));
        store.appendWithheld("node-1", spool, List.of(new Withheld(2, start.plusSeconds(1), "shop", 40, 2)));
        JsonNode coverage = api.get(hour("/api/v1/logs", "")).json().at("/coverage");
        assertThat(coverage.at("/complete").asBoolean()).isFalse();
        assertThat(coverage.at("/withheld").asLong()).isEqualTo(42);
        String lines = api.get(hour("/api/v1/logs", ""), "Accept", "application/x-ndjson")
                .body();
        assertThat(lines).contains("\"withheld\":42", "node-1 had more to write than its budget");
        String csv = api.get(hour("/api/v1/logs", ""), "Accept", "text/csv").body();
        assertThat(csv.lines()).anyMatch(line -> line.startsWith("# node-1 had more to write than its budget"));
    }

    @Test
    void whatWasWithheldStandsBetweenTheLinesAndIsCountedWithThem() {
        append(FlowRecords.allowed(1, start), FlowRecords.allowed(2, start.plusSeconds(3)));
        store.appendWithheld("node-1", spool, List.of(new Withheld(3, start.plusSeconds(1), "shop", 40, 2)));
        List<JsonNode> lines = lines(api.get(hour("/api/v1/logs", ""), "Accept", "application/x-ndjson")
                .body());
        assertThat(lines).hasSize(4);
        assertThat(lines.get(1).toString())
                .isEqualTo(
                        "{\"type\":\"gap\",\"node_name\":\"node-1\",\"timestamp\":\"" + start.plusSeconds(1)
                                + "\",\"weir\":{\"withheld\":{\"namespace\":\"shop\",\"allowed\":40,\"denied\":2,\"seconds\":1}}}");
        List<String> rows = api.get(hour("/api/v1/logs", ""), "Accept", "text/csv")
                .body()
                .lines()
                .toList();
        assertThat(rows.get(2).split(",", -1)).hasSameSizeAs(rows.getFirst().split(",", -1));
        assertThat(rows.get(2)).startsWith(start.plusSeconds(1) + ",gap,").endsWith(",42,node-1,,,shop,40,2");
        assertThat(api.get(hour("/api/v1/logs", "ns=payments"), "Accept", "text/csv")
                        .body())
                .doesNotContain(",gap,");
    }

    @Test
    void pagesOfAnExportTellEveryGapOnce() {
        for (int i = 0; i < 9; i++) {
            append(FlowRecords.allowed(2 * i + 1, start.plusSeconds(i)));
            store.appendWithheld("node-1", spool, List.of(new Withheld(2 * i + 2, start.plusSeconds(i), "shop", 1, 0)));
        }
        for (String order : List.of("asc", "desc")) {
            String token = "";
            int gaps = 0;
            int records = 0;
            do {
                List<JsonNode> lines = lines(api.get(
                                hour("/api/v1/logs", "") + "&limit=2&order=" + order + "&continue=" + token,
                                "Accept",
                                "application/x-ndjson")
                        .body());
                gaps += (int) lines.stream()
                        .filter(line -> line.path("type").asString("").equals("gap"))
                        .count();
                records += (int)
                        lines.stream().filter(line -> line.has("disposition")).count();
                token = lines.getLast().path("continue").asString("");
            } while (!token.isEmpty());
            assertThat(records).as(order).isEqualTo(9);
            assertThat(gaps).as(order).isEqualTo(9);
        }
    }

    private static List<JsonNode> lines(String ndjson) {
        return ndjson.lines().map(JsonMapper.shared()::readTree).toList();
    }

    @Test
    void theHistogramAndTheFacetsFollowTheFilter() {
        append(FlowRecords.allowed(1, start), FlowRecords.denied(2, start.plusSeconds(70)));
        JsonNode histogram = api.get(hour("/api/v1/logs/histogram", "disposition=deny") + "&step=1m")
                .json();
        assertThat(histogram.get("bars").size()).isEqualTo(60);
        assertThat(histogram.at("/bars/1").toString())
                .isEqualTo("{\"start\":\"" + start.plusSeconds(60)
                        + "\",\"allowedRecords\":0,\"deniedRecords\":1,\"deniedPackets\":4}");
        JsonNode facets = api.get(hour("/api/v1/logs/facets", "") + "&field=src.pod&prefix=we")
                .json();
        assertThat(facets.toString())
                .isEqualTo(
                        "{\"readsAs\":\"\",\"field\":\"src.pod_name\",\"values\":[{\"value\":\"web-6d4-x2\",\"records\":1}]}");
        assertThat(api.get("/api/v1/logs/facets?field=ns").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/logs/facets").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/logs/histogram?step=0s").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/logs/histogram?from=-24h&step=1s").status()).isEqualTo(400);
    }

    @Test
    void theSummaryCountsProtectedPodsAndDenialsRecordedOrNot() {
        JsonNode summary = api.get("/api/v1/summary").json();
        assertThat(summary.get("current").asBoolean()).isTrue();
        JsonNode shop = summary.at("/namespaces/1");
        assertThat(shop.get("name").asString()).isEqualTo("shop");
        assertThat(shop.get("pods").asInt()).isEqualTo(2);
        assertThat(shop.get("protectedIngress").asInt()).isEqualTo(1);
        assertThat(shop.get("protectedEgress").asInt()).isZero();
        assertThat(shop.get("hostNetworkPods").asInt()).isEqualTo(1);
        assertThat(shop.get("denyLogging").asBoolean()).isTrue();
        assertThat(shop.at("/denials/ingress").asInt()).isEqualTo(4);
        assertThat(shop.at("/denials/series").size()).isEqualTo(48);
    }

    @Test
    void eventsTellOfNewRecordsAndResumeAfterTheirId() throws IOException, InterruptedException {
        append(FlowRecords.allowed(1, start));
        long before = store.latestPosition();
        append(FlowRecords.denied(2, start));
        try (BufferedReader events = follow("&after=" + before, "text/event-stream", ApiClient.ADMIN, null)) {
            assertThat(next(events, "id: ")).isEqualTo(Long.toString(before + 1));
            assertThat(next(events, "data: ")).contains("\"disposition\":\"deny\"");
            append(FlowRecords.allowed(3, start));
            assertThat(next(events, "event: ")).isEqualTo("entry");
            assertThat(next(events, "data: ")).contains("\"disposition\":\"allow\"");
        }
        try (BufferedReader events = follow("", "text/event-stream", ApiClient.ADMIN, Long.toString(before + 1))) {
            assertThat(next(events, "id: ")).isEqualTo(Long.toString(before + 2));
        }
    }

    @Test
    void linesCanBeFollowedToo() throws IOException, InterruptedException {
        try (BufferedReader lines =
                follow("&filter=disposition%3Ddeny", "application/x-ndjson", ApiClient.ADMIN, null)) {
            lines.readLine();
            append(FlowRecords.allowed(1, start), FlowRecords.denied(2, start));
            assertThat(next(lines, "{\"connection\":")).contains("\"disposition\":\"deny\"");
        }
    }

    @Test
    void aStreamEndsWhenItsTokenIsRevoked() throws IOException, InterruptedException {
        ApiTokens.Created token = tokens.create("reader", Grant.everywhere(Role.VIEWER), "test", null);
        try (BufferedReader events = follow("", "text/event-stream", token.secret(), null)) {
            events.readLine();
            tokens.revoke(token.token().id());
            assertThat(next(events, "event: ")).isEqualTo("end");
            assertThat(next(events, "data: ")).contains("unauthorized");
            assertThat(events.lines()).allMatch(String::isEmpty);
        }
    }

    private BufferedReader follow(String query, String accept, String token, @Nullable String lastEventId)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.uri("/api/v1/logs?follow=true" + query))
                .header("Accept", accept)
                .header("Authorization", "Bearer " + token);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> response = api.http().send(request.build(), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith(accept);
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static String next(BufferedReader reader, String start) throws IOException {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith(start)) {
                return line.substring(start.startsWith("{") ? 0 : start.length());
            }
        }
        return "(the stream has ended)";
    }
}
