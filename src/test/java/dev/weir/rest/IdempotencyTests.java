package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.access.ApiTokens;
import dev.weir.cluster.testing.MemoryApiServer;
import dev.weir.rest.ApiClient.Answer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a POST with an {@code Idempotency-Key} does once. */
@ApiTest
class IdempotencyTests {
    private static final String POLICIES = "/api/v1/namespaces/shop/networkpolicies";
    private static final String WEB =
            "{\"apiVersion\":\"networking.k8s.io/v1\",\"kind\":\"NetworkPolicy\",\"metadata\":{\"name\":\"web\"},"
                    + "\"spec\":{\"podSelector\":{}}}";

    @LocalServerPort
    int port;

    @Autowired
    MemoryApiServer apiServer;

    @Autowired
    ApiTokens tokens;

    private final String key = UUID.randomUUID().toString();

    private ApiClient api;

    @BeforeEach
    void emptyCluster() {
        apiServer.reset();
        api = new ApiClient(port);
    }

    private Answer post(String path, String body, String... more) {
        String[] headers = {"Content-Type", "application/json", "Idempotency-Key", key};
        return api.send(
                "POST", path, body, Stream.of(headers, more).flatMap(Stream::of).toArray(String[]::new));
    }

    @Test
    void theSecondRequestGetsTheFirstAnswerAndCreatesNothing() {
        Answer first = post(POLICIES, WEB);
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        Answer second = post(POLICIES, WEB);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.body()).isEqualTo(first.body());
        for (String header : List.of("Location", "ETag", "Content-Type")) {
            assertThat(second.header(header)).isNotEmpty().isEqualTo(first.header(header));
        }
    }

    @Test
    void anotherRequestWithTheSameKeyIsRefused() {
        post(POLICIES, WEB);
        for (Answer other : List.of(
                post(POLICIES, WEB.replace("web", "cart")),
                post("/api/v1/namespaces/payments/networkpolicies", WEB),
                post(POLICIES + "?dryRun=All", WEB))) {
            assertThat(other.status()).isEqualTo(422);
            assertThat(other.json().get("type").asString()).endsWith("idempotency-key-reused");
        }
    }

    @Test
    void whatWasRefusedMayBeAskedForAnew() {
        api.send("POST", POLICIES, WEB, "Content-Type", "application/json");
        assertThat(post(POLICIES, WEB).status()).isEqualTo(409);
        apiServer.reset();
        assertThat(post(POLICIES, WEB).status()).isEqualTo(201);
    }

    @Test
    void theSecretOfATokenIsShownOnceAndNotKept() {
        String wanted = "{\"name\":\"" + key + "\",\"role\":\"viewer\"}";
        Answer first = post("/api/v1/tokens", wanted);
        Answer second = post("/api/v1/tokens", wanted);
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.json().get("type").asString()).endsWith("answer-not-kept");
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.json().get("detail").asString())
                .contains(first.json().get("id").asString());
        assertThat(second.body()).doesNotContain(first.json().get("secret").asString());
        assertThat(tokens.list()).filteredOn(token -> token.name().equals(key)).hasSize(1);
    }

    @Test
    void aKeyIsItsTokensOwn() {
        post(POLICIES, WEB);
        String other = api.send("POST", "/api/v1/tokens", "{\"name\":\"other\"}", "Content-Type", "application/json")
                .json()
                .get("secret")
                .asString();
        Answer answer = post(POLICIES, WEB, "Authorization", "Bearer " + other);
        assertThat(answer.header("Idempotency-Replayed")).isEmpty();
        assertThat(answer.status()).as("the policy is there already").isEqualTo(409);
    }

    @Test
    void ofManyAtOnceOneCreates() {
        List<CompletableFuture<Answer>> asked = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> post("/api/v1/tokens", "{\"name\":\"" + key + "\"}")))
                .limit(8)
                .toList();
        List<Integer> answers =
                asked.stream().map(answer -> answer.join().status()).toList();
        assertThat(answers).containsOnlyOnce(201).hasSize(8);
        assertThat(answers.stream().filter(status -> status == 409)).hasSize(7);
        assertThat(tokens.list()).filteredOn(token -> token.name().equals(key)).hasSize(1);
    }

    @Test
    void aKeyThatIsNoneIsRefused() {
        Answer answer =
                api.send("POST", POLICIES, WEB, "Content-Type", "application/json", "Idempotency-Key", "k".repeat(256));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("type").asString()).endsWith("invalid-idempotency-key");
    }

    @Test
    void everyAnswerSaysHowOftenOneMayStillAskRefusalsIncluded() {
        for (Answer answer : List.of(api.get("/api/v1/version"), api.get("/api/v1/nothing"))) {
            assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"token\";q=6000;w=60");
            assertThat(answer.header("RateLimit")).matches("\"token\";r=\\d+;t=\\d+");
        }
    }
}
