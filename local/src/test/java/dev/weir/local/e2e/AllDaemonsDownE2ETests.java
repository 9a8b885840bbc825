package dev.weir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * All daemons die at once while the server is dead, too. Packets are judged as before, each single one: while nobody is there, while the daemons start from what
 * they have saved, and while the server comes back.
 */
@Tag("e2e")
@ExtendWith(ClusterExtension.class)
class AllDaemonsDownE2ETests {

    private static final String NAMESPACE = "e2e-all-down";
    private static final List<String> NODES = List.of("weir-node-1", "weir-node-2");
    private static final Pattern ENFORCES = Pattern.compile("enforces revision (\\d+)");
    private static final int QUESTIONS_IN_FIVE_SECONDS = 200;

    @RegisterExtension
    static final TestNamespace PODS = TestNamespace.of(NAMESPACE)
            .withPod("client", "weir-node-1")
            .withPod("near", "weir-node-1")
            .withPod("far", "weir-node-2")
            .withPod("stranger", "weir-node-2")
            .with(Manifests.admitUdp(NAMESPACE, "near", "client", 8080))
            .with(Manifests.admitUdp(NAMESPACE, "far", "client", 8080));

    @Test
    void allDaemonsRestartedWithoutAServerLeaveEveryPacketJudgedAsBefore(Cluster cluster) throws Exception {
        String near = cluster.podAddress(NAMESPACE, "near");
        String far = cluster.podAddress(NAMESPACE, "far");
        await().until(() -> !cluster.connects(NAMESPACE, "stranger", near, 8080));
        try (Asker sameNode = Asker.admitted(NAMESPACE, "client", near, 8080);
                Asker otherNode = Asker.admitted(NAMESPACE, "client", far, 8080);
                Asker deniedOnSameNode = Asker.denied(NAMESPACE, "stranger", far, 8080);
                Asker deniedOnOtherNode = Asker.denied(NAMESPACE, "stranger", near, 8080)) {
            List<Asker> askers = List.of(sameNode, otherNode, deniedOnSameNode, deniedOnOtherNode);
            Map<String, List<Long>> before = revisions();
            int serverStarts = serverStarts();

            try (Outage server = Outage.of("server")) {
                try (Outage daemons = Outage.of(NODES.toArray(String[]::new))) {
                    awaitQuestions(askers);
                }
                awaitDaemonsAtTheirSavedRevision(before);
                awaitQuestions(askers);
                assertThat(serverStarts()).as("the server stayed away").isEqualTo(serverStarts);
            }
            awaitHealthy(cluster);
            aNewPolicyApplies(cluster);
            awaitQuestions(askers);
            for (Asker asker : askers) {
                asker.assertNotOneWrong();
            }
        }
    }

    private static int serverStarts() {
        return new PartProcess("server").log().split("Started WeirServerApplication", -1).length - 1;
    }

    /** By each node: what its daemon has said at each of its starts. */
    private static Map<String, List<Long>> revisions() {
        return NODES.stream().collect(Collectors.toMap(Function.identity(), AllDaemonsDownE2ETests::revisions));
    }

    private static List<Long> revisions(String node) {
        return ENFORCES.matcher(new PartProcess(node).log())
                .results()
                .map((MatchResult found) -> Long.valueOf(found.group(1)))
                .toList();
    }

    private static void awaitDaemonsAtTheirSavedRevision(Map<String, List<Long>> before) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> NODES.stream()
                        .allMatch(node -> revisions(node).size()
                                > before.getOrDefault(node, List.of()).size()));
        assertThat(revisions().values())
                .allSatisfy(revisions -> assertThat(revisions.getLast()).isPositive());
    }

    private static void awaitQuestions(List<Asker> askers) {
        List<Integer> goals = askers.stream()
                .map(asker -> asker.asked() + QUESTIONS_IN_FIVE_SECONDS)
                .toList();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            for (int i = 0; i < goals.size(); i++) {
                if (askers.get(i).asked() < goals.get(i)) {
                    return false;
                }
            }
            return true;
        });
    }

    private static void awaitHealthy(Cluster cluster) {
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> cluster.weir("status").succeeded());
    }

    private static void aNewPolicyApplies(Cluster cluster) {
        String client = cluster.podAddress(NAMESPACE, "client");
        assertThat(cluster.connects(NAMESPACE, "stranger", client, 8080)).isTrue();
        cluster.apply(Manifests.admit(NAMESPACE, "client-admits-nobody", "client", "nobody", 8080));
        await().atMost(Duration.ofSeconds(3))
                .pollDelay(Duration.ZERO)
                .until(() -> !cluster.connects(NAMESPACE, "stranger", client, 8080));
    }
}
