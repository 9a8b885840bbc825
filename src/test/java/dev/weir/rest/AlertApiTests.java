package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.alert.Alerts;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.testing.FlowRecords;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ApiTest
class AlertApiTests {
    private static final String WEBHOOK =
            "{\"url\":\"http://alertmanager:9093/api/v2/alerts\",\"headerName\":\"Authorization\",\"headerValue\":\"Bearer s3cret\"}";
    private static long spool = 9_000;

    @LocalServerPort
    int port;

    @Autowired
    Alerts alerts;

    @Autowired
    RecordStore store;

    private ApiClient client;

    @BeforeEach
    void connect() {
        client = new ApiClient(port);
        put("/api/v1/alert-rules/scan", "{\"threshold\":1,\"window\":\"PT5M\"}");
        store.append(
                "node-1", ++spool, List.of(FlowRecords.denied(1, Instant.now().minusSeconds(5))));
        alerts.look();
    }

    @AfterEach
    void asItWas() {
        put("/api/v1/alert-rules/scan", "{\"threshold\":10,\"enabled\":true}");
        client.send("DELETE", "/api/v1/alert-receiver", null);
        client.send("DELETE", "/api/v1/alerts/" + scan().get("id").asString() + "/muted", null);
    }

    private ApiClient.Answer put(String path, String body) {
        return client.send("PUT", path, body, "Content-Type", "application/json");
    }

    private JsonNode scan() {
        return client.get("/api/v1/alerts?rule=scan").json().get("items").get(0);
    }

    @Test
    void anAlertSaysItsValueThresholdAndEvidenceAndTheEvidenceAnswersWithRecords() {
        JsonNode scan = scan();
        assertThat(scan.get("state").asString()).isEqualTo("firing");
        assertThat(scan.get("severity").asString()).isEqualTo("critical");
        assertThat(scan.at("/subject/kind").asString()).isEqualTo("workload");
        assertThat(scan.get("value").asDouble()).isEqualTo(1);
        assertThat(scan.get("threshold").asDouble()).isEqualTo(1);
        JsonNode records = client.get(scan.at("/evidence/records").asString()).json();
        assertThat(records.get("items").size()).isPositive();
        assertThat(client.get("/api/v1/alerts/" + scan.get("id").asString())
                        .json()
                        .get("rule")
                        .asString())
                .isEqualTo("scan");
    }

    @Test
    void itIsSnoozedExpectedAndNeither() {
        String alert = "/api/v1/alerts/" + scan().get("id").asString();
        assertThat(put(alert + "/snooze", "{\"length\":\"PT1H\"}")
                        .json()
                        .get("state")
                        .asString())
                .isEqualTo("snoozed");
        JsonNode expected = put(
                        alert + "/expected",
                        "{\"why\":\"a test\",\"until\":\"" + Instant.now().plusSeconds(3600) + "\"}")
                .json();
        assertThat(expected.get("state").asString()).isEqualTo("expected");
        assertThat(expected.at("/muted/why").asString()).isEqualTo("a test");
        assertThat(expected.at("/muted/who").asString()).isNotEmpty();
        assertThat(client.get("/api/v1/alerts?state=expected")
                        .json()
                        .get("items")
                        .size())
                .isEqualTo(1);
        assertThat(client.send("DELETE", alert + "/muted", null)
                        .json()
                        .get("state")
                        .asString())
                .isEqualTo("firing");
        assertThat(client.get("/api/v1/alerts/changes").json().toString()).contains("expected until");
    }

    @Test
    void whatMakesNoSenseIsRefusedWithAProblem() {
        String alert = "/api/v1/alerts/" + scan().get("id").asString();
        assertThat(put(alert + "/snooze", "{}").status()).isEqualTo(400);
        assertThat(put(alert + "/snooze", "{\"length\":\"PT-1H\"}").status()).isEqualTo(422);
        assertThat(put(alert + "/expected", "{\"why\":\"\",\"until\":\"2999-01-01T00:00:00Z\"}")
                        .json()
                        .get("type")
                        .asString())
                .isEqualTo("urn:weir:problem:invalid-alert");
        assertThat(put("/api/v1/alert-rules/scan", "{\"threshold\":0}").status())
                .isEqualTo(422);
        assertThat(put("/api/v1/alert-rules/nope", "{}").status()).isEqualTo(404);
        assertThat(client.get("/api/v1/alerts?state=odd").status()).isEqualTo(400);
        assertThat(client.get("/api/v1/alerts/none").status()).isEqualTo(404);
        assertThat(put("/api/v1/alert-receiver", "{\"url\":\"file:///etc/passwd\"}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void aRuleTellsItsThresholdsItsUnitAndItsLastLook() {
        JsonNode rules = client.get("/api/v1/alert-rules").json().get("items");
        assertThat(rules.size()).isEqualTo(7);
        JsonNode spike = client.get("/api/v1/alert-rules/denied-spike").json();
        assertThat(spike.get("unit").asString()).isEqualTo("denied packets/s");
        assertThat(spike.at("/settings/window").asString()).isEqualTo("PT1M");
        assertThat(spike.get("settings").has("learning")).isFalse();
        assertThat(spike.has("lookedAt")).isTrue();
    }

    @Test
    void whatIsUsualIsReadSetAndForgotten() {
        String baseline = "/api/v1/alert-rules/first-seen-egress/baseline";
        assertThat(put(baseline + "/shop/api", "{\"destinations\":[\"2001:db8::0010\"]}")
                        .status())
                .isEqualTo(204);
        assertThat(client.get(baseline).json().toString()).contains("\"name\":\"api\"", "2001:db8::10");
        assertThat(put(baseline + "/shop/api", "{\"rate\":3}").status()).isEqualTo(422);
        assertThat(client.send("DELETE", baseline + "/shop/api", null).status()).isEqualTo(204);
        assertThat(client.send("DELETE", baseline + "/shop/api", null).status()).isEqualTo(404);
        assertThat(client.get("/api/v1/alert-rules/scan/baseline").status()).isEqualTo(404);
    }

    @Test
    void theWebhooksSecretGoesInAndNeverComesOut() {
        assertThat(client.get("/api/v1/alert-receiver").status()).isEqualTo(404);
        ApiClient.Answer saved = put("/api/v1/alert-receiver", WEBHOOK);
        assertThat(saved.status()).isEqualTo(200);
        assertThat(saved.json().get("hasHeaderValue").asBoolean()).isTrue();
        assertThat(saved.body()).doesNotContain("s3cret");
        assertThat(client.get("/api/v1/alert-receiver").body()).doesNotContain("s3cret");
        assertThat(client.get("/api/v1/alerts/changes").body()).doesNotContain("s3cret");
        assertThat(client.send("POST", "/api/v1/alert-receiver/test", null)
                        .json()
                        .get("answer")
                        .asString())
                .isEqualTo("HTTP 200");
    }

    @Test
    void whoMayOnlyReadChangesNothing() {
        String viewer = client.send(
                        "POST",
                        "/api/v1/tokens",
                        "{\"name\":\"looks\",\"role\":\"viewer\"}",
                        "Content-Type",
                        "application/json")
                .json()
                .get("secret")
                .asString();
        String[] headers = {"Authorization", "Bearer " + viewer, "Content-Type", "application/json"};
        assertThat(client.get("/api/v1/alerts", headers).status()).isEqualTo(200);
        assertThat(client.send("PUT", "/api/v1/alert-rules/scan", "{\"threshold\":5}", headers)
                        .status())
                .isEqualTo(403);
        assertThat(client.send("PUT", "/api/v1/alert-receiver", WEBHOOK, headers)
                        .status())
                .isEqualTo(403);
        assertThat(client.send("POST", "/api/v1/alert-receiver/test", null, headers)
                        .status())
                .isEqualTo(403);
    }
}
