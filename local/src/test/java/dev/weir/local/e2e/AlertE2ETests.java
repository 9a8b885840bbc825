package dev.weir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The sample's rogue pod is an alert in three ways, the rest of the sample in none. All thresholds are the defaults. */
@Tag("e2e")
@ExtendWith(ClusterExtension.class)
class AlertE2ETests {
    private static final String RULE = "/alert-rules/first-seen-egress";
    private static final Set<String> SAMPLE = Set.of("shop", "payments", "monitoring", "default");
    private static final String ROGUE_IS_ISOLATED = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {namespace: default, name: isolate-rogue}
            spec:
              podSelector: {matchLabels: {app: rogue}}
              policyTypes: [Egress]
            """;

    private static Instant start = Instant.EPOCH;

    /** What the healthy sample does is learned first; then nothing new is usual any more. */
    @BeforeAll
    static void learnTheSample(Cluster cluster) {
        start = Instant.now();
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> usual(cluster)
                        .containsAll(List.of(
                                "shop/web 203.0.113.10",
                                "shop/web 203.0.113.66",
                                "payments/payment 198.51.100.10",
                                "payments/payment 203.0.113.66")));
        learn(cluster, "PT0S");
        cluster.apply(ROGUE_IS_ISOLATED);
    }

    @AfterAll
    static void leaveNothing(Cluster cluster) {
        learn(cluster, "PT24H");
        cluster.kubectl("-n", "default", "delete", "networkpolicy", "isolate-rogue")
                .orFail();
    }

    private static List<String> usual(Cluster cluster) {
        return cluster.get(RULE + "/baseline")
                .get("items")
                .valueStream()
                .flatMap(entry -> entry.get("destinations")
                        .valueStream()
                        .map(address -> entry.get("namespace").asString() + "/"
                                + entry.get("name").asString() + " " + address.asString()))
                .toList();
    }

    private static void learn(Cluster cluster, String length) {
        var answer = cluster.rest("PUT", RULE, "{\"learning\":\"" + length + "\"}", "Content-Type", "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void theRoguePodIsAnAlertAndTheRestOfTheSampleIsNot(Cluster cluster) {
        JsonNode scan = awaitAlert(cluster, "scan", "default", "rogue");
        assertThat(scan.get("value").asDouble()).isGreaterThanOrEqualTo(10);
        assertEvidence(
                cluster, scan, record -> record.at("/src/pod_name").asString().equals("rogue"));

        JsonNode egress = awaitAlert(cluster, "first-seen-egress", "default", "rogue");
        assertThat(egress.get("summary").asString()).contains("203.0.113.66");
        assertEvidence(
                cluster,
                egress,
                record -> record.at("/connection/dest_ip").asString().equals("203.0.113.66"));

        flood(cluster);
        JsonNode spike = awaitAlert(cluster, "denied-spike", "shop", "redis-cart");
        assertThat(spike.get("summary").asString()).contains("default/rogue");
        assertThat(spike.get("value").asDouble()).isGreaterThanOrEqualTo(20);
        assertEvidence(
                cluster,
                spike,
                record -> record.at("/dest/workload_name").asString().equals("redis-cart"));

        assertThat(ofTheSample(cluster))
                .containsExactlyInAnyOrder(
                        "scan default/rogue", "first-seen-egress default/rogue", "denied-spike shop/redis-cart");
        assertThat(metric(cluster, "weir_alerts{rule=\"scan\",state=\"firing\"}"))
                .isGreaterThanOrEqualTo(1);
    }

    /** Through one socket, so that the denials merge into few records: a flood costs counters. */
    private static void flood(Cluster cluster) {
        String address = cluster.kubectl(
                        "-n", "shop", "get", "pod", "-l", "app=redis-cart", "-o", "jsonpath={.items[0].status.podIP}")
                .orFail();
        cluster.weir(
                        "exec",
                        "default/rogue",
                        "--",
                        "bash",
                        "-c",
                        "exec 3>/dev/udp/" + address + "/6379; for i in $(seq 4000); do echo x >&3; done")
                .orFail();
    }

    private static JsonNode awaitAlert(Cluster cluster, String rule, String namespace, String name) {
        return await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> firing(cluster, rule, namespace, name), Optional::isPresent)
                .orElseThrow();
    }

    private static Optional<JsonNode> firing(Cluster cluster, String rule, String namespace, String name) {
        return cluster.get("/alerts?state=firing&rule=" + rule)
                .get("items")
                .valueStream()
                .filter(alert -> alert.at("/subject/namespace").asString().equals(namespace)
                        && alert.at("/subject/name").asString().equals(name))
                .findFirst();
    }

    /** Counters tell of a flood some seconds before its records, which are merged, are there. */
    private static void assertEvidence(Cluster cluster, JsonNode alert, Predicate<JsonNode> shows) {
        String question = alert.at("/evidence/records").asString().substring("/api/v1".length());
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(
                                cluster.get(question).get("items").valueStream().toList())
                        .as(question)
                        .isNotEmpty()
                        .allMatch(shows));
    }

    /** Which began in this test; other tests have namespaces of their own, and kill daemons. */
    private static List<String> ofTheSample(Cluster cluster) {
        return cluster.get("/alerts")
                .get("items")
                .valueStream()
                .filter(alert -> SAMPLE.contains(alert.at("/subject/namespace").asString())
                        || Instant.parse(alert.get("since").asString()).isAfter(start)
                                && alert.at("/subject/namespace").asString().isEmpty())
                .map(alert -> alert.get("rule").asString() + " "
                        + alert.at("/subject/namespace").asString() + "/"
                        + alert.at("/subject/name").asString())
                .toList();
    }

    private static double metric(Cluster cluster, String name) {
        return cluster.metrics()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
