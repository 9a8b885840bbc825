package dev.weir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever dies, traffic and enforcement go on, and what comes back takes over. */
@Tag("e2e")
@ExtendWith(ClusterExtension.class)
class SurvivalE2ETests {

    private static final String NAMESPACE = "e2e-survival";
    private static final int IPERF = 5201;

    @RegisterExtension
    static final TestNamespace PODS = TestNamespace.of(NAMESPACE)
            .withPod("client", "weir-node-1")
            .withPod("server", "weir-node-2")
            .withPod("closed", "weir-node-1")
            .with(Manifests.admit(NAMESPACE, "closed", "closed", "nobody", 8080));

    @Test
    void aDaemonKilledUnderATransferStopsNeitherItNorEnforcement(Cluster cluster) throws Exception {
        surviveTheDeathOf(cluster, "weir-node-1");
    }

    @Test
    void theServerKilledUnderATransferStopsNeitherItNorEnforcement(Cluster cluster) throws Exception {
        surviveTheDeathOf(cluster, "server");
    }

    private static void surviveTheDeathOf(Cluster cluster, String part) throws Exception {
        Path report = Files.createTempFile("weir-e2e", ".json");
        Process listener = inPod("server", "iperf3", "-s", "-1", "-p", String.valueOf(IPERF))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        awaitListening();
        Process transfer = inPod(
                        "client",
                        "iperf3",
                        "-c",
                        cluster.podAddress(NAMESPACE, "server"),
                        "-p",
                        String.valueOf(IPERF),
                        "-t",
                        "12",
                        "-b",
                        "200M",
                        "-J")
                .redirectOutput(report.toFile())
                .start();
        await().pollDelay(Duration.ofSeconds(2)).until(transfer::isAlive);

        new PartProcess(part).kill();
        assertThat(cluster.connects(NAMESPACE, "client", cluster.podAddress(NAMESPACE, "closed"), 8080))
                .isFalse();

        awaitHealthy(cluster);
        applyANewPolicyAndSeeItEnforced(cluster);
        assertThat(transfer.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(listener.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertNoSecondWithoutData(report);
        Files.delete(report);
    }

    private static void assertNoSecondWithoutData(Path report) throws IOException {
        JsonNode intervals =
                JsonMapper.shared().readTree(Files.readString(report)).get("intervals");
        assertThat(intervals.size()).isGreaterThanOrEqualTo(12);
        assertThat(intervals
                        .valueStream()
                        .map(interval -> interval.at("/sum/bytes").asLong()))
                .allSatisfy(bytes -> assertThat(bytes).isPositive());
    }

    private static void applyANewPolicyAndSeeItEnforced(Cluster cluster) {
        cluster.apply(Manifests.admit(NAMESPACE, "client-only", "client", "server", 8080));
        String client = cluster.podAddress(NAMESPACE, "client");
        await().atMost(Duration.ofSeconds(3))
                .pollDelay(Duration.ZERO)
                .until(() -> !cluster.connects(NAMESPACE, "closed", client, 8080));
        cluster.kubectl("-n", NAMESPACE, "delete", "networkpolicy", "client-only")
                .orFail();
        await().atMost(Duration.ofSeconds(3))
                .pollDelay(Duration.ZERO)
                .until(() -> cluster.connects(NAMESPACE, "closed", client, 8080));
    }

    private static void awaitHealthy(Cluster cluster) {
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> cluster.weir("status").succeeded());
    }

    private static void awaitListening() {
        await().atMost(Duration.ofSeconds(5))
                .until(() -> Command.run("nsenter", "--net=/run/netns/weir." + NAMESPACE + ".server", "ss", "-ltn")
                        .output()
                        .contains(":" + IPERF));
    }

    private static ProcessBuilder inPod(String pod, String... command) {
        List<String> line =
                new java.util.ArrayList<>(List.of("nsenter", "--net=/run/netns/weir." + NAMESPACE + "." + pod));
        line.addAll(List.of(command));
        return new ProcessBuilder(line);
    }
}
