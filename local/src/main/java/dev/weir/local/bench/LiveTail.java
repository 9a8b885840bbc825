package dev.weir.local.bench;

import dev.weir.local.supervisor.TemporaryCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * From the packet to a reader who follows the records: the kernel's time of the first packet, which the record tells, until the row is
 * read as a server-sent event. Everything is real: the sample application's connections, two daemons, server and store.
 */
final class LiveTail {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final String DATA = "data: ";
    // Denials are merged for five seconds before they are records.
    private static final String FILTER = "jsonPayload.disposition=\"allow\"";

    private final int records;
    private final PrintStream progress;
    private final Clock clock;

    /**
     * @param records how many are waited for
     * @param clock the one by which records tell their time: that of this machine
     */
    LiveTail(int records, PrintStream progress, Clock clock) {
        this.records = records;
        this.progress = progress;
        this.clock = clock;
    }

    /** Milliseconds, ascending. */
    List<Double> measure() {
        progress.printf("from the packet to the live tail: %d connections of the sample application%n", records);
        try (TemporaryCluster cluster = TemporaryCluster.start(2, true, progress);
                HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<java.io.InputStream> stream =
                    http.send(request(cluster), HttpResponse.BodyHandlers.ofInputStream());
            if (stream.statusCode() != 200) {
                throw new BenchException("the server answers " + stream.statusCode() + " to who follows the records");
            }
            try (BufferedReader rows =
                    new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                return delays(rows);
            }
        } catch (IOException e) {
            throw new BenchException("the records cannot be followed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted");
        }
    }

    private static HttpRequest request(TemporaryCluster cluster) {
        String query = "follow=true&filter=" + URLEncoder.encode(FILTER, StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(cluster.server("/api/v1/logs?" + query))
                .header("Authorization", "Bearer " + cluster.token())
                .header("Accept", "text/event-stream")
                .build();
    }

    private List<Double> delays(BufferedReader rows) throws IOException {
        List<Double> delays = new ArrayList<>();
        Instant end = clock.instant().plus(LONGEST);
        String line = rows.readLine();
        while (line != null && delays.size() < records && clock.instant().isBefore(end)) {
            Instant arrival = clock.instant();
            if (line.startsWith(DATA)) {
                delays.add(Duration.between(packet(line), arrival).toNanos() / 1e6);
            }
            line = rows.readLine();
        }
        if (delays.size() < records) {
            throw new BenchException("only " + delays.size() + " of " + records + " records arrived");
        }
        return delays.stream().sorted().toList();
    }

    private static Instant packet(String line) {
        String time = JsonMapper.shared()
                .readTree(line.substring(DATA.length()))
                .path("timestamp")
                .asString();
        if (time.isEmpty()) {
            throw new BenchException("the stream of records ended early: " + line);
        }
        return Instant.parse(time);
    }
}
