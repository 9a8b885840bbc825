package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.access.ApiTokens;
import dev.weir.rest.ApiClient.Answer;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;

/** Who gets in, and with what answer. */
@ApiTest
class AccessTests {
    @LocalServerPort
    int port;

    @Autowired
    ApiTokens tokens;

    @Autowired
    ApplicationContext context;

    private ApiClient api;

    @BeforeEach
    void client() {
        api = new ApiClient(port);
    }

    private String token(String body) {
        return api.send("POST", "/api/v1/tokens", body, "Content-Type", "application/json")
                .json()
                .get("secret")
                .asString();
    }

    @Test
    void theApiWantsAToken() {
        Answer answer = api.anonymous("GET", "/api/v1/version", null);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Set-Cookie")).isEmpty();
        for (String header :
                List.of("Bearer nonsense", "Basic YWRtaW46dGVzdC1wYXNzd29yZA==", "Bearer ", "weir_test-admin-token")) {
            assertThat(api.get("/api/v1/version", "Authorization", header).status())
                    .as(header)
                    .isEqualTo(401);
        }
        assertThat(api.anonymous("GET", "/api/v1/nothing", null).status()).isEqualTo(401);
        assertThat(api.anonymous("GET", "/actuator/prometheus", null).status()).isEqualTo(401);
    }

    @Test
    void aViewerReadsButChangesNothing() {
        String viewer = "Bearer " + token("{\"name\":\"dashboard\",\"role\":\"viewer\"}");
        assertThat(api.get("/api/v1/networkpolicies", "Authorization", viewer).status())
                .isEqualTo(200);
        for (String path : List.of("/api/v1/alert-receiver/test", "/api/v1/namespaces/shop/networkpolicies")) {
            Answer answer = api.send("POST", path, "{}", "Authorization", viewer, "Content-Type", "application/json");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.json().get("detail").asString()).contains("role does not suffice for POST");
        }
    }

    @Test
    void aTokensSecretIsShownOnceAndKeptAsAHashOnly() {
        String secret = token("{\"name\":\"ci\",\"lifetime\":\"P1D\"}");
        assertThat(secret).startsWith("weir_").hasSizeGreaterThan(40);
        assertThat(api.get("/api/v1/version", "Authorization", "Bearer " + secret)
                        .status())
                .isEqualTo(200);
        assertThat(api.get("/api/v1/tokens").body())
                .contains("\"name\":\"ci\"")
                .doesNotContain(secret)
                .doesNotContain("hash");
        assertThat(tokens.list().toString()).doesNotContain(secret);
    }

    @Test
    void aRevokedTokenIsRefused() {
        Answer created = api.send("POST", "/api/v1/tokens", "{\"name\":\"short\"}", "Content-Type", "application/json");
        assertThat(created.status()).isEqualTo(201);
        String secret = "Bearer " + created.json().get("secret").asString();
        assertThat(api.get(created.header("Location"), "Authorization", secret).status())
                .isEqualTo(200);
        assertThat(api.send("DELETE", created.header("Location"), null).status())
                .isEqualTo(204);
        assertThat(api.get("/api/v1/version", "Authorization", secret).status()).isEqualTo(401);
        assertThat(api.get(created.header("Location")).status()).isEqualTo(404);
        assertThat(api.send("DELETE", "/api/v1/tokens/bootstrap", null).status())
                .isEqualTo(409);
    }

    @Test
    void tokensThatMakeNoSenseAreRefused() {
        for (String body : List.of(
                "{}",
                "{\"name\":\" \"}",
                "{\"name\":\"x\",\"role\":\"king\"}",
                "{\"name\":\"x\",\"lifetime\":\"-PT1S\"}",
                "[",
                "{\"name\":\"x\",\"lifetime\":\"soon\"}")) {
            assertThat(api.send("POST", "/api/v1/tokens", body, "Content-Type", "application/json")
                            .status())
                    .as(body)
                    .isEqualTo(400);
        }
    }

    @Test
    void enforcementHasNoSwitch() {
        for (String body : new String[] {"{\"enabled\":true}", "{\"enabled\":false}"}) {
            Answer answer = api.send("PUT", "/api/v1/enforcement", body, "Content-Type", "application/json");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().get("detail").asString())
                    .contains("is not allowed")
                    .contains("always on");
        }
        assertThat(api.get("/api/v1/enforcement").json().get("enabled").asBoolean())
                .isTrue();
    }

    @Test
    void aServerThatHasToBeRestartedIsNotAlive() {
        AvailabilityChangeEvent.publish(context, LivenessState.BROKEN);
        try {
            assertThat(api.anonymous("GET", "/healthz", null).status()).isEqualTo(503);
        } finally {
            AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
        }
        assertThat(api.anonymous("GET", "/healthz", null).status()).isEqualTo(200);
    }

    @Test
    void probesNeedNoTokenAndMetricsDo() {
        assertThat(api.anonymous("GET", "/healthz", null).status()).isEqualTo(200);
        assertThat(api.anonymous("GET", "/readyz", null).status()).isEqualTo(200);
        assertThat(api.get("/actuator/prometheus", "Accept", "text/plain").body())
                .contains("jvm_");
    }

    @Test
    void everyAnswerCarriesAStrictPolicy() {
        for (Answer answer :
                List.of(api.anonymous("GET", "/login", null), api.get("/api/v1/version"), api.get("/api/v1/nothing"))) {
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
    }

    @Test
    void pagesSendToTheSignIn() {
        Answer page = api.anonymous("GET", "/", null);
        assertThat(page.status()).isEqualTo(302);
        assertThat(page.header("Location")).endsWith("/login");
        Answer fragment = api.anonymous("GET", "/", null, "HX-Request", "true");
        assertThat(fragment.status()).isEqualTo(401);
        assertThat(fragment.header("HX-Redirect")).isEqualTo("/login");
        assertThat(api.anonymous("GET", "/", null, "Accept", "text/event-stream")
                        .status())
                .isEqualTo(401);
        assertThat(api.get("/").status()).as("a token opens no page").isEqualTo(302);
    }

    @Test
    void theAdministratorSignsInAndChangesOnlyWithTheCsrfToken() {
        Answer signedIn = signIn("admin", "test-password");
        assertThat(signedIn.status()).isEqualTo(302);
        assertThat(signedIn.header("Location")).doesNotContain("error");
        assertThat(api.anonymous("GET", "/", null).status()).isEqualTo(200);
        assertThat(api.anonymous("POST", "/change", "").status()).isEqualTo(403);
        assertThat(api.anonymous("GET", "/api/v1/version", null).status())
                .as("a session opens no API")
                .isEqualTo(401);
    }

    private Answer signIn(String user, String password) {
        String csrf = api.anonymous("GET", "/assets/csrf", null).body();
        return api.anonymous(
                "POST",
                "/login",
                "username=" + user + "&password=" + password + "&_csrf=" + csrf,
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    @Test
    void theCookiesOfASignInAreOutOfReachOfScriptsAndOfOtherSites() {
        List<String> cookies = signIn("admin", "test-password").headers("Set-Cookie");
        assertThat(cookies).anyMatch(cookie -> cookie.startsWith("weir-session="));
        assertThat(cookies).anyMatch(cookie -> cookie.startsWith("weir-signed-in="));
        assertThat(cookies).allSatisfy(cookie -> assertThat(cookie).contains("HttpOnly", "SameSite=Strict"));
    }

    @Test
    void foreignHostNamesAreRefusedExceptForProbes() throws IOException {
        assertThat(statusFor("GET /login HTTP/1.1", "evil.example")).isEqualTo(421);
        assertThat(statusFor("GET /api/v1/version HTTP/1.1", "evil.example:8620"))
                .isEqualTo(421);
        assertThat(statusFor("GET /login HTTP/1.1", "localhost:" + port)).isEqualTo(200);
        assertThat(statusFor("GET /healthz HTTP/1.1", "10.0.0.7")).isEqualTo(200);
    }

    private int statusFor(String request, String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            String text = request + "\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            return Integer.parseInt(line.split(" ")[1]);
        }
    }

    @Test
    void longBodiesAreRefusedWithOrWithoutADeclaredLength() throws IOException, InterruptedException {
        byte[] body = new byte[(1 << 20) + 1];
        for (HttpRequest.BodyPublisher publisher : List.of(
                HttpRequest.BodyPublishers.ofByteArray(body),
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))) {
            HttpRequest request = HttpRequest.newBuilder(api.uri("/api/v1/tokens"))
                    .header("Authorization", "Bearer " + ApiClient.ADMIN)
                    .POST(publisher)
                    .build();
            HttpResponse<String> answer = api.http().send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(413);
        }
        Answer chunked = new Answer(
                0,
                api.http()
                        .send(
                                HttpRequest.newBuilder(api.uri("/api/v1/tokens"))
                                        .header("Authorization", "Bearer " + ApiClient.ADMIN)
                                        .header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(
                                                "{\"name\":\"chunked\"}".getBytes(StandardCharsets.UTF_8))))
                                        .build(),
                                BodyHandlers.ofString()));
        assertThat(chunked.response().statusCode()).isEqualTo(201);
    }

    @Test
    void unknownAddressesAndMethodsAreProblems() {
        JsonNode missing = api.get("/api/v1/nothing").json();
        assertThat(missing.get("status").asInt()).isEqualTo(404);
        assertThat(missing.get("instance").asString()).isEqualTo("/api/v1/nothing");
        Answer method = api.send("DELETE", "/api/v1/version", null);
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.header("Allow")).contains("GET");
    }

    @Test
    void nodesAndVersionAreTold() {
        assertThat(api.get("/api/v1/nodes").json().at("/items/0/state/status").asString())
                .isEqualTo("Failed");
        assertThat(api.get("/api/v1/nodes/node-1").json().at("/state/action").asString())
                .isEqualTo("Raise the limit.");
        assertThat(api.get("/api/v1/nodes/node-9").status()).isEqualTo(404);
        assertThat(api.get("/api/v1/version").json().at("/daemonVersions/0").asString())
                .isEqualTo("0.1.0");
    }
}
