package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.access.ApiTokens;
import dev.weir.access.Role;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.testing.FlowRecords;
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
                .isEqualTo(400);
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
        assertThat(lines.body().lines()).hasSize(4500).allMatch(line -> line.startsWith("{\"connection\""));
        Answer csv = api.get(hour("/api/v1/logs", "") + "&limit=4200", "Accept", "text/csv");
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.header("Content-Disposition")).contains("attachment");
        assertThat(csv.body().lines()).hasSize(4201);
        assertThat(csv.body()).startsWith("timestamp,disposition,direction");
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
    void theSummaryCountsProtectedPodsAndDenials() {
        append(FlowRecords.denied(1, Instant.now().minusSeconds(60)));
        JsonNode summary = api.get("/api/v1/summary").json();
        assertThat(summary.get("current").asBoolean()).isTrue();
        JsonNode shop = summary.at("/namespaces/1");
        assertThat(shop.get("name").asString()).isEqualTo("shop");
        assertThat(shop.get("pods").asInt()).isEqualTo(2);
        assertThat(shop.get("protectedIngress").asInt()).isEqualTo(1);
        assertThat(shop.get("protectedEgress").asInt()).isZero();
        assertThat(shop.get("hostNetworkPods").asInt()).isEqualTo(1);
        assertThat(shop.get("denyLogging").asBoolean()).isTrue();
        assertThat(shop.at("/denials/ingress").asInt()).isGreaterThanOrEqualTo(4);
        assertThat(shop.at("/denials/series").size()).isBetween(48, 49);
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
        ApiTokens.Created token = tokens.create("reader", Role.VIEWER, "test", null);
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
