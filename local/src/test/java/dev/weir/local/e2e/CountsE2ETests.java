package dev.weir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the kernel counted is what REST and Prometheus say, without any logging, and over the death of the daemon. */
@Tag("e2e")
@ExtendWith(ClusterExtension.class)
class CountsE2ETests {
    private static final String NAMESPACE = "e2e-counts";
    private static final String POLICY = "from-client";
    private static final int CONNECTIONS = 12;

    @RegisterExtension
    static final TestNamespace PODS = TestNamespace.of(NAMESPACE)
            .withPod("client", "weir-node-1")
            .withPod("other", "weir-node-1")
            .withPod("server", "weir-node-2")
            .with(Manifests.admit(NAMESPACE, POLICY, "server", "client", 8080));

    @BeforeAll
    static void awaitInForce(Cluster cluster) {
        await().until(() -> inForce(cluster));
    }

    private static boolean inForce(Cluster cluster) {
        return cluster.get(policy("/status")).get("inForceEverywhere").asBoolean();
    }

    private static String policy(String part) {
        return "/namespaces/" + NAMESPACE + "/networkpolicies/" + POLICY + part;
    }

    @Test
    void everyConnectionIsCountedOnceInRestAndInPrometheusAlsoOverTheDeathOfADaemon(Cluster cluster) {
        String server = cluster.podAddress(NAMESPACE, "server");
        connect(cluster, server, CONNECTIONS);
        assertThat(cluster.connects(NAMESPACE, "other", server, 8080)).isFalse();
        awaitAllowed(cluster, CONNECTIONS);
        awaitPairs(cluster);

        killDaemonOfTheServer(cluster);
        connect(cluster, server, CONNECTIONS);
        awaitAllowed(cluster, 2 * CONNECTIONS);

        JsonNode ingress = cluster.get(policy("/counts")).at("/directions/0");
        assertThat(ingress.at("/rules/0/hits").asLong()).isEqualTo(2 * CONNECTIONS);
        assertThat(ingress.at("/rules/0/alone").asLong()).isEqualTo(2 * CONNECTIONS);
        assertThat(ingress.at("/total/denied").asLong()).isPositive();
        assertThat(scraped(cluster, "allowed")).isEqualTo(2 * CONNECTIONS);
        assertThat(scraped(cluster, "denied"))
                .isEqualTo(ingress.at("/total/denied").asLong());
    }

    private static void awaitPairs(Cluster cluster) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(pair(cluster, "client", "allowed")).isEqualTo(CONNECTIONS);
            assertThat(pair(cluster, "other", "denied"))
                    .isPositive()
                    .isEqualTo(cluster.get(policy("/counts"))
                            .at("/directions/0/total/denied")
                            .asLong());
        });
    }

    private static void killDaemonOfTheServer(Cluster cluster) {
        JsonNode parts = JsonMapper.shared()
                .readTree(cluster.weir("status", "--json").orFail())
                .get("parts");
        long daemon = parts.valueStream()
                .filter(part -> part.get("name").asString().equals("weir-node-2"))
                .findFirst()
                .orElseThrow()
                .get("pid")
                .asLong();
        assertThat(ProcessHandle.of(daemon).orElseThrow().destroyForcibly()).isTrue();
    }

    private static void connect(Cluster cluster, String server, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(cluster.connects(NAMESPACE, "client", server, 8080)).isTrue();
        }
    }

    private static void awaitAllowed(Cluster cluster, long connections) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(cluster.get(policy("/counts"))
                                .at("/directions/0/total/allowed")
                                .asLong())
                        .isEqualTo(connections));
    }

    private static long pair(Cluster cluster, String source, String verdict) {
        return cluster.get("/namespaces/" + NAMESPACE + "/counts")
                .get("pairs")
                .valueStream()
                .filter(pair -> pair.at("/source/name").asString().equals(source))
                .mapToLong(pair -> pair.get(verdict).asLong())
                .sum();
    }

    private static long scraped(Cluster cluster, String verdict) {
        return cluster.metrics()
                .lines()
                .filter(line -> line.startsWith("weir_policy_verdicts_total{"))
                .filter(line ->
                        line.contains("policy=\"" + POLICY + "\"") && line.contains("verdict=\"" + verdict + "\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
