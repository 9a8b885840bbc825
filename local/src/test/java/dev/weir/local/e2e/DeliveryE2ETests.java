package dev.weir.local.e2e;

import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.local.fabric.NetworkNamespace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * Under traffic the server is killed, then the streams between server and daemons are broken, then a daemon is killed; and the node's file is rotated. In the end
 * every line of the nodes' files is in the store, once.
 */
@Tag("e2e")
@ExtendWith(ClusterExtension.class)
class DeliveryE2ETests {

    private static final String NAMESPACE = "e2e-delivery";
    private static final String NODE = "weir-node-1";
    private static final Duration RECOVERY = Duration.ofMinutes(4);
    private static final Duration ROTATION = Duration.ofMinutes(3);

    @RegisterExtension
    static final TestNamespace PODS = TestNamespace.of(NAMESPACE)
            .withPod("client", NODE)
            .withPod("stranger", NODE)
            .withPod("near", NODE)
            .withPod("far", "weir-node-2")
            .with(Manifests.admitUdp(NAMESPACE, "near", "client", 8080))
            .with(Manifests.admitUdp(NAMESPACE, "far", "client", 8080));

    @Test
    void afterThreeKillsEveryLineOfTheNodesFilesIsInTheStoreOnce(Cluster cluster) throws Throwable {
        Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String near = cluster.podAddress(NAMESPACE, "near");
        String far = cluster.podAddress(NAMESPACE, "far");
        int files = NodeLines.filesOf(NODE).size();
        List<Asker> traffic = new ArrayList<>();
        try {
            traffic.add(Asker.often(NAMESPACE, "client", near, 8080));
            traffic.add(Asker.often(NAMESPACE, "client", near, 8080));
            traffic.add(Asker.often(NAMESPACE, "client", far, 8080));
            traffic.add(Asker.denied(NAMESPACE, "stranger", near, 8080));
            awaitQuestions(traffic.getFirst());

            new PartProcess("server").kill();
            awaitHealthy(cluster);
            awaitQuestions(traffic.getFirst());
            assertThat(breakStreams()).as("streams broken").isPositive();
            awaitHealthy(cluster);
            awaitQuestions(traffic.getFirst());
            new PartProcess(NODE).kill();
            awaitHealthy(cluster);
            await().atMost(ROTATION).until(() -> NodeLines.filesOf(NODE).size() > files);
            awaitQuestions(traffic.getFirst());
        } finally {
            traffic.forEach(Asker::close);
        }
        assertDelivered(cluster, new NodeLines(start, Instant.now().truncatedTo(ChronoUnit.MILLIS)));
    }

    private static int breakStreams() throws Throwable {
        ProcessHandle server = new PartProcess("server").running().getFirst();
        return BrokenStreams.breakAll(server, Path.of("/run/weir/server.sock"), new NetworkNamespace(NODE));
    }

    /** The last lines are still on their way when the traffic ends. */
    private static void assertDelivered(Cluster cluster, NodeLines lines) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    List<JsonNode> inFiles = lines.inFiles();
                    List<JsonNode> inStore = lines.inStore(cluster);
                    Map<JsonNode, Long> stored =
                            inStore.stream().map(NodeLines::comparable).collect(groupingBy(line -> line, counting()));
                    List<JsonNode> missing = inFiles.stream()
                            .filter(line -> !stored.containsKey(line))
                            .toList();
                    Set<JsonNode> distinct = new HashSet<>(inFiles);
                    System.out.printf(
                            "delivery: %d lines in files, %d records in the store, %d missing%n",
                            inFiles.size(), inStore.size(), missing.size());
                    assertThat(missing.size())
                            .as("lines that are not in the store, such as "
                                    + missing.stream().findFirst() + ": " + spans(missing))
                            .isZero();
                    assertThat(distinct).as("lines, each of its own").hasSameSizeAs(inFiles);
                    assertThat(stored.entrySet().stream().filter(line -> line.getValue() > 1))
                            .as("stored twice")
                            .isEmpty();
                    assertThat(inStore.stream().map(NodeLines::identity))
                            .as("identities: node, spool and sequence")
                            .doesNotHaveDuplicates();
                    // What a daemon had sent and not yet written when it was killed.
                    assertThat(stored.keySet().stream().filter(line -> !distinct.contains(line)))
                            .as("records without a line")
                            .allSatisfy(line ->
                                    assertThat(line.get("node_name").asString()).isEqualTo(NODE));
                    assertThat(inFiles.size()).as("lines compared").isGreaterThan(10_000);
                });
    }

    /** Of which node, and from when to when. */
    private static Map<String, String> spans(List<JsonNode> missing) {
        return missing.stream()
                .collect(groupingBy(
                        line -> line.get("node_name").asString(),
                        collectingAndThen(
                                mapping(line -> line.get("timestamp").asString(), toCollection(TreeSet::new)),
                                times -> times.first() + " to " + times.last())));
    }

    private static void awaitQuestions(Asker asker) {
        int goal = asker.asked() + 1000;
        await().atMost(Duration.ofSeconds(60)).until(() -> asker.asked() >= goal);
    }

    private static void awaitHealthy(Cluster cluster) {
        await().atMost(RECOVERY)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> cluster.weir("status").succeeded());
    }
}
