package dev.weir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The size that the local cluster is built for. */
@Tag("e2e")
@ExtendWith(ClusterExtension.class)
class ManyPodsE2ETests {

    private static final String NAMESPACE = "e2e-many";
    private static final int PODS = 200;

    private static final Duration STARTED_WITHIN = Duration.ofSeconds(60);
    private static final Duration REMOVED_WITHIN = Duration.ofMinutes(2);

    @Test
    void twoHundredPodsStartAndEndWithoutATrace(Cluster cluster) {
        cluster.apply(Manifests.namespace(NAMESPACE)
                + IntStream.range(0, PODS)
                        .mapToObj(number -> Manifests.pod(NAMESPACE, "pod-" + number, 8080))
                        .collect(Collectors.joining()));
        await().atMost(STARTED_WITHIN).pollInterval(Duration.ofSeconds(1)).until(() -> ready(cluster) == PODS);
        String address = cluster.podAddress(NAMESPACE, "pod-0");
        assertThat(cluster.connects(NAMESPACE, "pod-" + (PODS - 1), address, 8080))
                .isTrue();

        cluster.kubectl("delete", "namespace", NAMESPACE, "--wait=false").orFail();
        await().atMost(REMOVED_WITHIN)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> !Command.run("ip", "netns").output().contains("weir." + NAMESPACE));
    }

    private static long ready(Cluster cluster) {
        String conditions = "{range .items[*]}{.status.conditions[?(@.type=='Ready')].status}{'\\n'}{end}";
        return cluster.kubectl("-n", NAMESPACE, "get", "pods", "-o", "jsonpath=" + conditions)
                .orFail()
                .lines()
                .filter("True"::equals)
                .count();
    }
}
