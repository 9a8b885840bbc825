package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.flow.FlowRecord;
import dev.weir.flow.store.DuckDbRecordStore;
import dev.weir.flow.store.DuckDbSettings;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.testing.FlowRecords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/** A reader that follows with its cursor gets every record once, although the server is stopped and started again meanwhile. */
@Timeout(300)
class FollowOverRestartTests {
    @TempDir
    static Path directory;

    /** The server of the API tests with a store that outlives it. */
    static class DurableServer {
        @Bean
        RecordStore recordStore(Clock clock) {
            return DuckDbRecordStore.open(new DuckDbSettings(
                    directory.resolve("records.duckdb"),
                    Duration.ofDays(9999),
                    Long.MAX_VALUE,
                    0,
                    128 << 20,
                    1,
                    clock));
        }
    }

    private static ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(ApiTestServer.class, DurableServer.class)
                .run(
                        "--server.port=0",
                        "--spring.main.allow-bean-definition-overriding=true",
                        "--weir.security.token-file=src/test/resources/rest/api-token",
                        "--weir.security.admin-password-file=src/test/resources/rest/admin-password",
                        "--weir.security.tokens-file=" + directory.resolve("tokens"),
                        "--weir.security.people-file=");
    }

    private static int port(ConfigurableApplicationContext server) {
        return Integer.parseInt(String.valueOf(server.getEnvironment().getProperty("local.server.port")));
    }

    private static void append(ConfigurableApplicationContext server, long from, long to) {
        List<FlowRecord> records = LongStream.rangeClosed(from, to)
                .mapToObj(i -> FlowRecords.allowed(i, FlowRecords.NOON.plusSeconds(i)))
                .toList();
        server.getBean(RecordStore.class).append("node-1", 1, records);
    }

    @Test
    void noRecordIsSkippedAndNoneComesTwice() throws IOException, InterruptedException {
        List<Long> seen = new ArrayList<>();
        long cursor;
        try (ConfigurableApplicationContext server = start()) {
            append(server, 1, 700);
            cursor = read(server, 0, 333, seen);
            append(server, 701, 900);
        }
        try (ConfigurableApplicationContext server = start()) {
            append(server, 901, 1000);
            read(server, cursor, 1000 - 333, seen);
        }
        assertThat(seen).isEqualTo(LongStream.rangeClosed(1, 1000).boxed().toList());
    }

    /** What happened meanwhile cannot be told, and that is said. */
    @Test
    void aWatchEndsWithTheServerAndIsExpiredInItsNextLife() throws IOException, InterruptedException {
        String version;
        try (ConfigurableApplicationContext server = start();
                BufferedReader lines = lines(server, "/api/v1/watch?topics=policies")) {
            version = JsonMapper.shared()
                    .readTree(lines.readLine())
                    .get("resourceVersion")
                    .asString();
            Thread stopping = Thread.ofVirtual().start(server::close);
            assertThat(lines.readLine()).isEqualTo("{\"type\":\"END\",\"reason\":\"shutdown\"}");
            assertThat(lines.readLine()).isNull();
            stopping.join();
        }
        try (ConfigurableApplicationContext server = start()) {
            assertThat(new ApiClient(port(server))
                            .get("/api/v1/watch?topics=policies&resourceVersion=" + version, "Accept", "*/*")
                            .status())
                    .isEqualTo(410);
        }
    }

    /** The cursor of the last of so many records. */
    private static long read(ConfigurableApplicationContext server, long after, int count, List<Long> seen)
            throws IOException, InterruptedException {
        long cursor = after;
        try (BufferedReader lines = lines(server, "/api/v1/logs?follow=true&after=" + after)) {
            for (int i = 0; i < count; ) {
                String line = Objects.requireNonNull(lines.readLine(), "the stream has ended");
                if (line.startsWith("{")) {
                    cursor = JsonMapper.shared()
                            .readTree(line)
                            .at("/weir/cursor")
                            .asLong();
                    seen.add(cursor);
                    i++;
                }
            }
        }
        return cursor;
    }

    private static BufferedReader lines(ConfigurableApplicationContext server, String address)
            throws IOException, InterruptedException {
        ApiClient api = new ApiClient(port(server));
        HttpRequest request = HttpRequest.newBuilder(api.uri(address))
                .header("Accept", "application/x-ndjson")
                .header("Authorization", "Bearer " + ApiClient.ADMIN)
                .build();
        HttpResponse<InputStream> response = api.http().send(request, BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    @Test
    void aCursorOfAStoreThatIsGoneIsRefusedAndNotPassedOver() {
        try (ConfigurableApplicationContext server = start()) {
            ApiClient.Answer answer = new ApiClient(port(server))
                    .get("/api/v1/logs?follow=true&after=999999999", "Accept", "application/x-ndjson");
            assertThat(answer.status()).isEqualTo(410);
            assertThat(answer.json().get("type").asString()).isEqualTo("urn:weir:problem:cursor-gone");
        }
    }
}
