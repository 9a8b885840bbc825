package dev.weir.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** What was forecast before the switch, compared with what real nodes write after it, for three kinds of load at once. */
@Tag("e2e")
@ExtendWith(ClusterExtension.class)
class ForecastE2ETests {
    private static final double TOLERATED_PERCENT = 20;
    /** In which a line of denials more or less, of some twenty, is a twentieth. */
    private static final Duration MEASURED = Duration.ofSeconds(25);

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int LONGEST_SECONDS = 400;

    /** Connections that a policy admits. */
    private static final Load STEADY = new Load("e2e-steady", "weir-node-1", 100);
    /** More of them than the 500 a second that a node may write. */
    private static final Load TOO_MANY = new Load("e2e-too-many", "weir-node-2", 700);
    /** Denied packets to one port, which share a line for five seconds. These are recorded before, too. */
    private static final Load TOLD = new Load("e2e-told", "weir-node-1", 20);
    /** The same, of which nobody knows yet how many share one. */
    private static final Load UNTOLD = new Load("e2e-untold", "weir-node-1", 20);

    private static final List<Load> LOADS = List.of(STEADY, TOO_MANY, TOLD, UNTOLD);

    private static final int FIRST_PORT = 9000;
    private static final int PORTS_OF_A_VOLLEY = 40_000;

    /** From one pod to another, in a namespace of its own. */
    private record Load(String namespace, String node, int perSecond) {

        String manifests(String policy) {
            return Manifests.namespace(namespace)
                    + Manifests.podOnNode(namespace, "client", 8080, node)
                    + Manifests.podOnNode(namespace, "server", 8080, node)
                    + policy;
        }

        String admitting() {
            return manifests(Manifests.admit(namespace, "to-server", "server", "client", 8080)
                    .replaceFirst("\\n *ports: .*", ""));
        }

        String denying() {
            return manifests(Manifests.denyAllIngress(namespace, "nobody"));
        }

        /** Until it is interrupted; each volley to another port, as its own ports come to an end. */
        void run(String server) {
            int seconds = Math.min(LONGEST_SECONDS, PORTS_OF_A_VOLLEY / perSecond);
            for (int port = FIRST_PORT; port < FIRST_PORT + LONGEST_SECONDS / seconds; port++) {
                Volley.of(new Volley.Pod(namespace, "client"), Volley.at(server, port), perSecond, seconds);
            }
        }
    }

    @BeforeAll
    static void createPods(Cluster cluster) {
        cluster.apply(STEADY.admitting() + TOO_MANY.admitting() + TOLD.denying() + UNTOLD.denying());
        for (Load load : LOADS) {
            cluster.awaitReady(load.namespace(), "client", "server");
        }
        cluster.kubectl("annotate", "namespace", TOLD.namespace(), "policy.network.gke.io/enable-deny-logging=true")
                .orFail();
    }

    @AfterAll
    static void deletePods(Cluster cluster) {
        for (Load load : LOADS) {
            cluster.kubectl("delete", "namespace", load.namespace(), "--wait=false")
                    .orFail();
        }
    }

    @AfterEach
    void logEverythingAgain(Cluster cluster) {
        cluster.logging(true, false, true, false);
    }

    @Test
    void whatWasForecastIsWhatNodesWriteAfterTheSwitch(Cluster cluster) {
        cluster.logging(false, false, true, true);
        try (ExecutorService loads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (Load load : LOADS) {
                String server = cluster.podAddress(load.namespace(), "server");
                running.add(loads.submit(() -> load.run(server)));
            }
            JsonNode forecast = forecastOfTheseLoads(cluster);
            cluster.logging(true, false, true, false);
            awaitRecordedSince(cluster, Instant.now());
            Instant from = Instant.now();
            awaitRecordedSince(cluster, from.plus(MEASURED));
            assertThat(running).as("loads that go on").noneMatch(Future::isDone);
            loads.shutdownNow();

            assertThat(forecast.get("atMost").asBoolean()).isFalse();
            assertForecast(cluster, from, STEADY, namespace(forecast, STEADY).get("allowed"), "allow");
            assertForecast(cluster, from, TOLD, namespace(forecast, TOLD).get("denied"), "deny");
            assertForecast(cluster, from, UNTOLD, namespace(forecast, UNTOLD).get("denied"), "deny");
            JsonNode node = node(forecast, TOO_MANY);
            assertThat(node.get("withheld").asDouble()).isGreaterThan(100);
            assertThat(node.get("written").asDouble())
                    .isCloseTo(
                            perSecond(cluster, from, "node_name=\"" + TOO_MANY.node() + "\""),
                            withinPercentage(TOLERATED_PERCENT));
        }
    }

    /** A server that has just begun knows nothing of before. */
    private static JsonNode forecastOfTheseLoads(Cluster cluster) {
        new PartProcess("server").kill();
        String path = "/networkloggings/default/forecast?allow=all&deny=all";
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .until(() -> cluster.get(path).get("seconds").asLong() >= MEASURED.toSeconds());
        return cluster.get(path);
    }

    /** Until there are records of each load that began after that time. */
    private static void awaitRecordedSince(Cluster cluster, Instant since) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() ->
                        LOADS.stream().allMatch(load -> recorded(cluster, of(load), since, since.plus(PATIENCE)) > 0));
    }

    private static JsonNode namespace(JsonNode forecast, Load load) {
        return named(forecast.get("namespaces"), "namespace", load.namespace());
    }

    private static JsonNode node(JsonNode forecast, Load load) {
        return named(forecast.get("nodes"), "node", load.node()).get("records");
    }

    private static JsonNode named(JsonNode list, String key, String name) {
        return list.valueStream()
                .filter(one -> one.get(key).asString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + list));
    }

    private static void assertForecast(
            Cluster cluster, Instant from, Load load, JsonNode forecast, String disposition) {
        String filter = of(load) + " AND disposition=\"" + disposition + "\"";
        assertThat(forecast.asDouble())
                .as(load.namespace())
                .isCloseTo(perSecond(cluster, from, filter), withinPercentage(TOLERATED_PERCENT));
    }

    private static String of(Load load) {
        return "dest.namespace=\"" + load.namespace() + "\"";
    }

    /** Records, in the time that is measured. */
    private static double perSecond(Cluster cluster, Instant from, String filter) {
        return recorded(cluster, filter, from, from.plus(MEASURED)) / (double) MEASURED.toSeconds();
    }

    private static long recorded(Cluster cluster, String filter, Instant from, Instant to) {
        String time = "&from=" + from + "&to=" + to + "&step=60s";
        return cluster.get("/logs/histogram?filter=" + URLEncoder.encode(filter, UTF_8) + time)
                .get("bars")
                .valueStream()
                .mapToLong(bar -> bar.get("allowedRecords").asLong()
                        + bar.get("deniedRecords").asLong())
                .sum();
    }
}
