package dev.weir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The switches of NetworkLogging and the two annotations, seen in the records that reach the store. */
@Tag("e2e")
@ExtendWith(ClusterExtension.class)
class LoggingE2ETests {

    private static final String NAMESPACE = "e2e-logging";

    @RegisterExtension
    static final TestNamespace PODS = TestNamespace.of(NAMESPACE)
            .withPod("client", "weir-node-1")
            .withPod("open", "weir-node-1")
            .withPod("shut", "weir-node-2")
            .with(Manifests.admit(NAMESPACE, "to-open", "open", "client", 8080))
            .with(Manifests.admit(NAMESPACE, "to-shut", "shut", "nobody", 8080));

    @AfterEach
    void logEverythingAgain(Cluster cluster) {
        cluster.logging(true, false, true, false);
    }

    @Test
    void denyLogOffStopsDenyRecordsWithinTwoSecondsAndAllowRecordsGoOn(Cluster cluster) {
        awaitRecords(cluster, "deny", "shut");

        cluster.logging(true, false, false, false);

        assertSilentAfterTwoSeconds(cluster, "deny", "shut");
        awaitRecords(cluster, "allow", "open");
    }

    @Test
    void denyDelegateRecordsOnlyAnnotatedNamespaces(Cluster cluster) {
        cluster.logging(true, false, true, true);
        assertSilentAfterTwoSeconds(cluster, "deny", "shut");

        cluster.kubectl("annotate", "namespace", NAMESPACE, "policy.network.gke.io/enable-deny-logging=true")
                .orFail();
        awaitRecords(cluster, "deny", "shut");

        cluster.kubectl(
                        "annotate",
                        "--overwrite",
                        "namespace",
                        NAMESPACE,
                        "policy.network.gke.io/enable-deny-logging=True")
                .orFail();
        assertSilentAfterTwoSeconds(cluster, "deny", "shut");
        cluster.kubectl("annotate", "namespace", NAMESPACE, "policy.network.gke.io/enable-deny-logging-")
                .orFail();
    }

    @Test
    void allowDelegateRecordsOnlyAnnotatedPoliciesAndNamesOnlyThem(Cluster cluster) {
        cluster.logging(true, true, true, false);
        assertSilentAfterTwoSeconds(cluster, "allow", "open");

        cluster.kubectl(
                        "-n",
                        NAMESPACE,
                        "annotate",
                        "networkpolicy",
                        "to-open",
                        "policy.network.gke.io/enable-logging=true")
                .orFail();
        awaitRecords(cluster, "allow", "open");
        assertThat(cluster.records(filter("allow", "open"))
                        .getFirst()
                        .at("/policies/0/name")
                        .asString())
                .isEqualTo("to-open");
        cluster.kubectl(
                        "-n",
                        NAMESPACE,
                        "annotate",
                        "networkpolicy",
                        "to-open",
                        "policy.network.gke.io/enable-logging-")
                .orFail();
    }

    @Test
    void delegateWithoutLogIsRefusedByRest(Cluster cluster) {
        var answer = cluster.rest(
                "PATCH",
                "/networkloggings/default",
                "{\"spec\":{\"cluster\":{\"deny\":{\"log\":false,\"delegate\":true}}}}",
                "Content-Type",
                "application/merge-patch+json",
                "If-Match",
                // Its status follows the nodes, so a version that was just read may be an old one: that is not what is
                // asked here.
                "*");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
    }

    private static void awaitRecords(Cluster cluster, String disposition, String server) {
        Instant start = Instant.now();
        String address = cluster.podAddress(NAMESPACE, server);
        await().atMost(Duration.ofSeconds(6))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    cluster.connects(NAMESPACE, "client", address, 8080);
                    return newest(cluster, disposition, server).isAfter(start);
                });
    }

    /** Two seconds after the change, tries for four more and expects no record that is newer. */
    private static void assertSilentAfterTwoSeconds(Cluster cluster, String disposition, String server) {
        String address = cluster.podAddress(NAMESPACE, server);
        Instant quiet = Instant.now().plusSeconds(2);
        Instant end = quiet.plusSeconds(4);
        BooleanSupplier over = () -> {
            cluster.connects(NAMESPACE, "client", address, 8080);
            return Instant.now().isAfter(end);
        };
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(over::getAsBoolean);
        assertThat(newest(cluster, disposition, server)).isBefore(quiet);
    }

    private static Instant newest(Cluster cluster, String disposition, String server) {
        return cluster.records(filter(disposition, server)).stream()
                .map(entry -> Instant.parse(entry.get("timestamp").asString()))
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    private static String filter(String disposition, String server) {
        return "disposition=\"%s\" AND dest.namespace=\"%s\" AND dest.pod_name=\"%s\" AND connection.direction=\"ingress\""
                .formatted(disposition, NAMESPACE, server);
    }
}
