package dev.weir.alert.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.alert.Alert;
import dev.weir.alert.AlertRule;
import dev.weir.alert.AlertSubject;
import dev.weir.alert.Delivery;
import dev.weir.alert.Evidence;
import dev.weir.alert.Measure;
import dev.weir.alert.Notice;
import dev.weir.alert.Webhook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Over HTTP to a server on loopback that answers as it is told. */
class AlertmanagerReceiverTests {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Alert ALERT = new Alert(
            "0123456789abcdef",
            AlertRule.FIRST_SEEN_EGRESS,
            AlertSubject.workload("shop", "web"),
            "shop/web sends to the internet where it never did: 203.0.113.66.",
            new Measure(1, 1, 4.0, "new destinations"),
            new Evidence("src.namespace=\"shop\"", NOON.minusSeconds(60), NOON),
            NOON,
            NOON,
            null);
    private static final List<Notice> NOTICES = List.of(new Notice(ALERT, NOON.plusSeconds(240), false));

    private final Queue<Integer> statuses = new ArrayDeque<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> secrets = new CopyOnWriteArrayList<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();
    private final AlertmanagerReceiver receiver = new AlertmanagerReceiver(Clock.systemUTC(), Duration.ofMillis(1));
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        receiver.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        paths.add(exchange.getRequestURI().getPath());
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        secrets.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        Integer status = statuses.poll();
        byte[] text = "what it says\n".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Location", "/elsewhere");
        exchange.sendResponseHeaders(status == null ? 200 : status, text.length);
        exchange.getResponseBody().write(text);
        exchange.close();
    }

    private Webhook webhook() {
        return new Webhook(
                "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v2/alerts",
                "Authorization",
                "Bearer s3cret",
                "https://weir.example/");
    }

    private void answers(int... wanted) {
        for (int status : wanted) {
            statuses.add(status);
        }
    }

    @Test
    void theBodyIsWhatAlertmanagerReads() {
        Delivery delivery = receiver.deliver(webhook(), NOTICES, true);
        assertThat(delivery.accepted()).isTrue();
        assertThat(delivery.answer()).isEqualTo("HTTP 200: what it says");
        assertThat(paths).containsExactly("/api/v2/alerts");
        assertThat(secrets).containsExactly("Bearer s3cret");

        JsonNode alert = JsonMapper.shared().readTree(bodies.getFirst()).get(0);
        assertThat(alert.get("labels").toString())
                .isEqualTo("{\"alertname\":\"WeirFirstSeenEgress\",\"severity\":\"critical\","
                        + "\"rule\":\"first-seen-egress\",\"namespace\":\"shop\",\"workload\":\"web\"}");
        assertThat(alert.get("startsAt").asString()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(alert.get("endsAt").asString()).isEqualTo("2026-03-01T12:04:00Z");
        assertThat(alert.get("generatorURL").asString()).isEqualTo("https://weir.example/alerts#0123456789abcdef");
        assertThat(alert.at("/annotations/summary").asString()).isEqualTo(ALERT.summary());
        assertThat(alert.at("/annotations/evidence").asString())
                .isEqualTo("https://weir.example/logs?q=src.namespace%3D%22shop%22"
                        + "&from=2026-03-01T11:59:00Z&to=2026-03-01T12:00:00Z");
        assertThat(alert.toString()).doesNotContain("s3cret");
    }

    @Test
    void whatMayPassIsTriedAgain() {
        answers(503, 429, 200);
        assertThat(receiver.deliver(webhook(), NOTICES, true).accepted()).isTrue();
        assertThat(bodies).hasSize(3);
    }

    @Test
    void itGivesUpAfterAFewAttemptsAndSaysWhatCameBack() {
        answers(500, 500, 500, 500, 500, 500);
        Delivery delivery = receiver.deliver(webhook(), NOTICES, true);
        assertThat(delivery.accepted()).isFalse();
        assertThat(delivery.answer()).isEqualTo("HTTP 500: what it says");
        assertThat(bodies).hasSize(5);
    }

    @Test
    void whatWillNotPassIsNotTriedAgain() {
        answers(400, 200);
        assertThat(receiver.deliver(webhook(), NOTICES, true).answer()).startsWith("HTTP 400");
        assertThat(bodies).hasSize(1);
    }

    @Test
    void aRedirectIsAnAnswerAndTheSecretGoesNowhereElse() {
        answers(307, 200);
        Delivery delivery = receiver.deliver(webhook(), NOTICES, true);
        assertThat(delivery.accepted()).isFalse();
        assertThat(delivery.answer()).startsWith("HTTP 307");
        assertThat(paths).containsExactly("/api/v2/alerts");
    }

    @Test
    void aTestIsOneAttempt() {
        answers(503, 200);
        assertThat(receiver.deliver(webhook(), NOTICES, false).answer()).startsWith("HTTP 503");
        assertThat(bodies).hasSize(1);
    }

    @Test
    void whenNobodyListensThatIsTheAnswer() {
        Webhook nobody = webhook();
        server.stop(0);
        Delivery delivery = receiver.deliver(nobody, NOTICES, true);
        assertThat(delivery.accepted()).isFalse();
        assertThat(delivery.answer()).startsWith("No answer");
    }
}
