package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.testing.MemoryApiServer;
import dev.weir.document.ObjectDocument;
import dev.weir.rest.ApiClient.Answer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@ApiTest
class LoggingApiTests {
    private static final String LOGGING = "/api/v1/networkloggings/default";
    private static final String YAML = """
            apiVersion: networking.gke.io/v1alpha1
            kind: NetworkLogging
            metadata: {name: default}
            spec: {cluster: {allow: {log: false, delegate: false}, deny: {log: false, delegate: false}}}
            """;

    @LocalServerPort
    int port;

    @Autowired
    MemoryApiServer apiServer;

    private ApiClient api;

    @BeforeEach
    void defaultObject() {
        apiServer.reset();
        apiServer.create(ObjectRef.networkLogging(), ObjectDocument.parse(YAML).object(), WriteOptions.DEFAULT);
        apiServer.create(
                ObjectRef.namespace("shop"),
                ObjectDocument.parse("kind: Namespace").object(),
                WriteOptions.DEFAULT);
        api = new ApiClient(port);
    }

    @Test
    void theForecastIsAnsweredForEveryChoiceAndRefusesAnyOther() {
        for (String choice : List.of("off", "all", "annotated")) {
            JsonNode forecast = api.get("/api/v1/networkloggings/default/forecast?allow=" + choice + "&deny=" + choice)
                    .json();
            assertThat(forecast.get("recordsPerSecondOfNode").asInt()).isEqualTo(500);
            assertThat(forecast.get("everyNamespace").asBoolean()).isTrue();
        }
        assertThat(api.get("/api/v1/networkloggings/default/forecast?allow=some&deny=off")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void delegateWithoutLogIsRefusedHoweverItIsWritten() {
        String tag = api.get(LOGGING).header("ETag");
        String delegating = YAML.replace("deny: {log: false, delegate: false}", "deny: {log: false, delegate: true}");
        Answer replaced = api.send("PUT", LOGGING, delegating, "Content-Type", "application/yaml", "If-Match", tag);
        Answer patched = api.send(
                "PATCH",
                LOGGING,
                "{\"spec\":{\"cluster\":{\"allow\":{\"delegate\":true}}}}",
                "Content-Type",
                "application/merge-patch+json",
                "If-Match",
                tag);

        assertThat(replaced.status()).isEqualTo(422);
        assertThat(replaced.json().at("/errors/0/field").asString()).isEqualTo("spec.cluster.deny.delegate");
        assertThat(patched.status()).isEqualTo(422);
        assertThat(patched.json().at("/errors/0/field").asString()).isEqualTo("spec.cluster.allow.delegate");
        assertThat(api.get(LOGGING).header("ETag")).isEqualTo(tag);
    }

    @Test
    void theObjectIsReplacedWithItsVersion() {
        Answer read = api.get(LOGGING);
        assertThat(read.json().at("/spec/cluster/deny/log").asBoolean()).isFalse();
        String on = YAML.replace("deny: {log: false", "deny: {log: true");
        assertThat(api.send("PUT", LOGGING, on, "Content-Type", "application/yaml")
                        .status())
                .isEqualTo(428);
        Answer written =
                api.send("PUT", LOGGING, on, "Content-Type", "application/yaml", "If-Match", read.header("ETag"));
        assertThat(written.status()).isEqualTo(200);
        assertThat(api.get(LOGGING).json().at("/spec/cluster/deny/log").asBoolean())
                .isTrue();
        assertThat(api.send("PUT", LOGGING, on, "Content-Type", "application/yaml", "If-Match", read.header("ETag"))
                        .status())
                .isEqualTo(412);
    }

    @Test
    void theObjectIsPatched() {
        Answer patched = api.send(
                "PATCH",
                LOGGING,
                "{\"spec\":{\"cluster\":{\"deny\":{\"log\":true}}}}",
                "Content-Type",
                "application/merge-patch+json",
                "If-Match",
                api.get(LOGGING).header("ETag"));
        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.json().at("/spec/cluster/deny/log").asBoolean()).isTrue();
    }

    @Test
    void theObjectIsNotRenamed() {
        assertThat(api.send(
                                "PUT",
                                LOGGING,
                                YAML.replace("name: default", "name: other"),
                                "Content-Type",
                                "application/yaml",
                                "If-Match",
                                "*")
                        .status())
                .isEqualTo(422);
        assertThat(api.get("/api/v1/networkloggings/other").status()).isEqualTo(404);
    }

    @Test
    void effectiveLoggingHearsTheAnnotations() {
        assertThat(api.get(LOGGING + "/effective").body())
                .isEqualTo("{\"allow\":{\"log\":true,\"delegate\":true},\"deny\":{\"log\":true,\"delegate\":true},"
                        + "\"namespacesWithDenyLogging\":[\"shop\"],\"policiesWithAllowLogging\":[\"shop/cart\"]}");
    }

    @Test
    void denyLoggingOfANamespaceIsItsAnnotation() {
        String path = "/api/v1/namespaces/shop/deny-logging";
        assertThat(api.get(path).body()).isEqualTo("{\"enabled\":true}");
        assertThat(api.send("PUT", path, "{\"enabled\":true}", "Content-Type", "application/json")
                        .status())
                .isEqualTo(200);
        assertThat(apiServer.get(ObjectRef.namespace("shop")).toString())
                .contains("policy.network.gke.io/enable-deny-logging=true");
        api.send("PUT", path, "{\"enabled\":false}", "Content-Type", "application/json");
        assertThat(apiServer.get(ObjectRef.namespace("shop")).toString()).doesNotContain("enable-deny-logging");
        assertThat(api.get("/api/v1/namespaces/nowhere/deny-logging").status()).isEqualTo(404);
    }
}
