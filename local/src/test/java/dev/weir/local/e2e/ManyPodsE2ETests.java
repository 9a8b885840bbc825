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

    /** A quiet machine needs well under a minute; a busy one is given more. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void twoHundredPodsStartAndEndWithoutATrace(Cluster cluster) {
        cluster.apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + NAMESPACE + "}}\n---\n"
                + IntStream.range(0, PODS).mapToObj(ManyPodsE2ETests::pod).collect(Collectors.joining("\n---\n")));
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> ready(cluster) == PODS);
        String address = cluster.podAddress(NAMESPACE, "pod-0");
        assertThat(cluster.connects(NAMESPACE, "pod-" + (PODS - 1), address, 8080))
                .isTrue();

        cluster.kubectl("delete", "namespace", NAMESPACE, "--wait=false").orFail();
        await().atMost(PATIENCE)
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

    private static String pod(int number) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: pod-%d, namespace: %s, labels: {app: many}}
                spec:
                  containers:
                    - {name: server, image: example, ports: [{containerPort: 8080}]}
                """.formatted(number, NAMESPACE);
    }
}
