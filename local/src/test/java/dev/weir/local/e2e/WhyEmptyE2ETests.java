package dev.weir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Each cause of an empty answer, brought about on the running cluster, and named with the object on which it lies. */
@Tag("e2e")
@ExtendWith(ClusterExtension.class)
class WhyEmptyE2ETests {

    private static final String NAMESPACE = "e2e-empty";
    private static final String DENIES = "disposition=\"deny\" AND dest.namespace=\"" + NAMESPACE + "\"";
    private static final String ALLOWS = "disposition=\"allow\" AND dest.namespace=\"" + NAMESPACE + "\"";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @RegisterExtension
    static final TestNamespace PODS = TestNamespace.of(NAMESPACE)
            .withPod("client", "weir-node-1")
            .withPod("server", "weir-node-1")
            .withPod("free", "weir-node-2")
            .with(Manifests.admitUdp(NAMESPACE, "server", "client", 8080));

    @AfterEach
    void logEverythingAgain(Cluster cluster) {
        cluster.logging(true, false, true, false);
    }

    @Test
    void theSwitchIsOff(Cluster cluster) {
        cluster.logging(true, false, false, false);

        JsonNode cause = awaitCause(cluster, "switch-off", DENIES, "");

        assertThat(object(cause)).isEqualTo("NetworkLogging default");
        assertThat(cause.get("command").asString()).contains("kubectl patch networklogging default");
        assertThat(kinds(cluster, ALLOWS, "")).doesNotContain("switch-off");
    }

    @Test
    void theNamespaceIsNotAnnotated(Cluster cluster) {
        cluster.logging(true, false, true, true);

        JsonNode cause = awaitCause(cluster, "not-annotated", DENIES, "");

        assertThat(object(cause)).isEqualTo("Namespace " + NAMESPACE);
        runsAsTold(cluster, cause);
        await().atMost(PATIENCE).until(() -> !kinds(cluster, DENIES, "").contains("not-annotated"));
        cluster.kubectl("annotate", "namespace", NAMESPACE, "policy.network.gke.io/enable-deny-logging-")
                .orFail();
    }

    @Test
    void thePolicyIsNotAnnotated(Cluster cluster) {
        cluster.logging(true, true, true, false);

        JsonNode cause = awaitCause(cluster, "not-annotated", ALLOWS, "");

        assertThat(object(cause)).isEqualTo("NetworkPolicy " + NAMESPACE + "/server-admits-client");
        runsAsTold(cluster, cause);
        await().atMost(PATIENCE).until(() -> !kinds(cluster, ALLOWS, "").contains("not-annotated"));
        cluster.kubectl(
                        "-n",
                        NAMESPACE,
                        "annotate",
                        "networkpolicy",
                        "server-admits-client",
                        "policy.network.gke.io/enable-logging-")
                .orFail();
    }

    @Test
    void noPolicySelectsThePod(Cluster cluster) {
        JsonNode cause = awaitCause(cluster, "no-policy", DENIES + " AND dest.pod_name=\"free\"", "");

        assertThat(object(cause)).isEqualTo("Pod " + NAMESPACE + "/free");
    }

    @Test
    void theDaemonIsAway(Cluster cluster) {
        String question = DENIES + " AND dest.pod_name=\"server\"";
        try (Outage daemon = Outage.of("weir-node-1")) {
            assertThat(object(awaitCause(cluster, "daemon-away", question, ""))).isEqualTo("Node weir-node-1");
        }
        await().atMost(Duration.ofMinutes(4))
                .until(() -> !kinds(cluster, question, "").contains("daemon-away"));
    }

    @Test
    void theTimeIsBeyondRetention(Cluster cluster) {
        assertThat(cluster.records("")).isNotEmpty();

        JsonNode cause = awaitCause(cluster, "beyond-retention", DENIES, "&from=-P30D&to=-P29D");

        assertThat(cause.get("sentence").asString()).contains("Records are kept for");
    }

    @Test
    void theNodesBudgetWithheldIt(Cluster cluster) {
        String server = cluster.podAddress(NAMESPACE, "server");
        List<Asker> flood = List.of(
                Asker.often(NAMESPACE, "client", server, 8080),
                Asker.often(NAMESPACE, "client", server, 8080),
                Asker.often(NAMESPACE, "client", server, 8080),
                Asker.often(NAMESPACE, "client", server, 8080),
                Asker.often(NAMESPACE, "client", server, 8080));
        try {
            JsonNode cause = awaitCause(cluster, "withheld", ALLOWS, "");

            assertThat(object(cause)).isEqualTo("Node weir-node-1");
            assertThat(coverage(cluster, ALLOWS, "").get("withheld").asLong()).isPositive();
        } finally {
            flood.forEach(Asker::close);
        }
    }

    @Test
    void aClauseFiltersItOut(Cluster cluster) {
        String server = cluster.podAddress(NAMESPACE, "server");
        await().atMost(PATIENCE).until(() -> {
            cluster.connects(NAMESPACE, "client", server, 8080);
            return !cluster.records(DENIES).isEmpty();
        });

        JsonNode cause = awaitCause(cluster, "filtered", DENIES + " AND connection.dest_port=1", "");

        assertThat(cause.get("sentence").asString()).contains("dest_port");
        assertThat(cluster.records(cause.get("filter").asString())).isNotEmpty();
    }

    /** The command of a remedy is one that a person can paste. */
    private static void runsAsTold(Cluster cluster, JsonNode cause) {
        String command = cause.get("command").asString();
        assertThat(command).startsWith("kubectl ");
        cluster.kubectl(command.substring("kubectl ".length()).split(" ")).orFail();
    }

    private static JsonNode awaitCause(Cluster cluster, String kind, String filter, String range) {
        return await().atMost(PATIENCE)
                .until(
                        () -> coverage(cluster, filter, range)
                                .get("causes")
                                .valueStream()
                                .filter(cause -> cause.get("kind").asString().equals(kind))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private static List<String> kinds(Cluster cluster, String filter, String range) {
        return coverage(cluster, filter, range)
                .get("causes")
                .valueStream()
                .map(cause -> cause.get("kind").asString())
                .toList();
    }

    private static JsonNode coverage(Cluster cluster, String filter, String range) {
        return cluster.get("/logs/coverage?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8) + range);
    }

    private static String object(JsonNode cause) {
        JsonNode object = cause.get("object");
        String namespace = object.get("namespace").asString();
        return object.get("kind").asString() + " " + (namespace.isEmpty() ? "" : namespace + "/")
                + object.get("name").asString();
    }
}
