package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.rest.ApiClient.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is wrong with a file, and a policy as a form, for programs. */
@ApiTest
class LintApiTests {
    private static final String FILE = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: a, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: wbe}}
              policyTypes: [Ingress]
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: b, namespace: shop}
            spec:
              podSelector: {}
              ingress:
                - ports:
                    - {protocol: TCP, port: 90, endPort: 80} # the wrong way round
            """;

    @LocalServerPort
    int port;

    private Answer post(String path, String body, String... headers) {
        return new ApiClient(port).send("POST", path, body, headers);
    }

    @Test
    void aFileOfManyDocumentsIsLookedAtAndEachFindingHasItsLineAndItsFix() {
        Answer answer = post("/api/v1/lint", FILE, "Content-Type", "application/yaml");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("documents").asInt()).isEqualTo(2);
        assertThat(answer.json().get("errors").asInt()).isEqualTo(1);
        JsonNode reversed = finding(answer.json(), "end-port-before-port");
        assertThat(reversed.get("document").asInt()).isEqualTo(1);
        assertThat(reversed.get("line").asInt()).isEqualTo(15);
        assertThat(reversed.get("column").asInt()).isEqualTo(46);
        assertThat(reversed.at("/fix/patch/0/path").asString()).isEqualTo("/spec/ingress/0/ports/0/port");
        assertThat(finding(answer.json(), "selects-nothing").get("message").asString())
                .contains("There is app=web.");
    }

    @Test
    void linesAreThoseThatCompilersWrite() {
        Answer answer = post(
                "/api/v1/lint?file=policies.yaml&cluster=false",
                FILE,
                "Content-Type",
                "application/yaml",
                "Accept",
                "text/plain");
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
        assertThat(answer.body().lines())
                .contains(
                        "policies.yaml:15:46: error: The range ends at 80 before it begins at 90. [end-port-before-port]")
                .noneMatch(line -> line.contains("selects-nothing"));
    }

    @Test
    void whatIsNoYamlIsRefusedAtItsLine() {
        Answer answer = post("/api/v1/lint", "kind: [", "Content-Type", "application/yaml");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/line").asInt()).isEqualTo(1);
    }

    @Test
    void aTextAndItsFormAreTheSameThing() {
        String yaml = FILE.substring(FILE.indexOf("---\n") + 4).replace("port: 90, endPort: 80", "port: 80");
        Answer read = post("/api/v1/convert", json(Map.of("yaml", yaml)), "Content-Type", "application/json");
        assertThat(read.status()).isEqualTo(200);
        JsonNode form = read.json().get("form");
        assertThat(form.at("/ingress/0/ports/0/port").asString()).isEqualTo("80");
        String same = "{\"yaml\": " + json(yaml) + ", \"form\": " + form + "}";
        assertThat(post("/api/v1/convert", same, "Content-Type", "application/json")
                        .json()
                        .get("yaml")
                        .asString())
                .isEqualTo(yaml);
        String changed = same.replace("\"port\":\"80\"", "\"port\":\"8000-8100\"");
        assertThat(post("/api/v1/convert", changed, "Content-Type", "application/json")
                        .json()
                        .get("yaml")
                        .asString())
                .isEqualTo(yaml.replace("port: 80}", "port: 8000, endPort: 8100}"));
    }

    @Test
    void aFormAloneBecomesAPolicy() {
        String form = """
                {"form": {"name": "db", "podSelector": "app=db", "allowLogging": true, "controls": ["ingress"],
                  "ingress": [{"peers": [{"kind": "pods", "pods": "app=web"}], "ports": [{"port": "5432"}]}]}}""";
        assertThat(post("/api/v1/convert", form, "Content-Type", "application/json")
                        .json()
                        .get("yaml")
                        .asString())
                .contains("name: \"db\"", "podSelector:", "app: web", "port: 5432", "enable-logging: 'true'");
        assertThat(post("/api/v1/convert", form.replace("app=db", "app=="), "Content-Type", "application/json")
                        .status())
                .isEqualTo(200);
        Answer refused = post("/api/v1/convert", form.replace("5432", "99999"), "Content-Type", "application/json");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("detail").asString()).isEqualTo("99999 is no port: ports are 1 to 65535.");
        assertThat(post("/api/v1/convert", "{}", "Content-Type", "application/json")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aJobFailsWithTheLineOfTheRuleThatBreaksAnExpectationOfTheSameFile() {
        String file = """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: cart, namespace: shop}
                spec:
                  podSelector: {matchLabels: {app: redis-cart}}
                  ingress:
                    - from: [{podSelector: {matchLabels: {app: web}}}]
                    - from: [{ipBlock: {cidr: 0.0.0.0/0}}]
                ---
                apiVersion: weir.dev/v1
                kind: Expectation
                metadata: {name: redis-is-inside, namespace: shop}
                spec: {expect: nobody may reach redis-cart from the internet}
                """;
        String path = "/api/v1/lint?file=shop.yaml&failOn=error";
        Answer failed = post(path, file, "Content-Type", "application/yaml", "Accept", "text/plain");
        assertThat(failed.status()).isEqualTo(422);
        assertThat(failed.body().lines().filter(line -> line.contains("error")))
                .singleElement()
                .asString()
                .startsWith("shop.yaml:8:5: error: “nobody may reach redis-cart from the internet” would be broken: ")
                .endsWith("[expectation-broken]");

        String kept = file.replace("0.0.0.0/0", "10.0.0.0/8");
        assertThat(post(path, kept, "Content-Type", "application/yaml", "Accept", "text/plain")
                        .status())
                .isEqualTo(200);
        assertThat(post(path + "&cluster=false", file, "Content-Type", "application/yaml")
                        .json()
                        .at("/findings")
                        .toString())
                .contains("expectation-not-judged");
        assertThat(post("/api/v1/lint?failOn=always", file, "Content-Type", "application/yaml")
                        .status())
                .isEqualTo(400);
    }

    private static JsonNode finding(JsonNode answer, String code) {
        for (JsonNode finding : answer.get("findings")) {
            if (finding.get("code").asString().equals(code)) {
                return finding;
            }
        }
        throw new AssertionError("no " + code + " in " + answer);
    }

    private static String json(Object value) {
        return JsonMapper.shared().writeValueAsString(value);
    }
}
