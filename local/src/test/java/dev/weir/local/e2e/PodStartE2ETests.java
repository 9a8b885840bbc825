package dev.weir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pods come up closed, quickly, and without a way out of the local cluster. */
@Tag("e2e")
@ExtendWith(ClusterExtension.class)
class PodStartE2ETests {

    private static final String NAMESPACE = "e2e-start";

    @AfterEach
    void deletePods(Cluster cluster) {
        cluster.kubectl("delete", "namespace", NAMESPACE, "--ignore-not-found").orFail();
    }

    /**
     * A pod that a default-deny policy will isolate sends from its first moment: the loop below starts with the namespace itself, before
     * the interface is up, and connects as fast as it can. Not one attempt may succeed, in either direction.
     */
    @Test
    void notOnePacketPassesBeforeThePolicyIsEnforced(Cluster cluster) throws Exception {
        cluster.apply(
                Manifests.namespace(NAMESPACE) + Manifests.pod(NAMESPACE, "server", 8080) + """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {namespace: %s, name: isolate-late}
                spec: {podSelector: {matchLabels: {app: late}}, policyTypes: [Ingress, Egress]}
                """.formatted(NAMESPACE));
        cluster.awaitReady(NAMESPACE, "server");
        Path outcome = Files.createTempFile("weir-e2e", ".txt");
        Process sender = sendAsSoonAsPossible("late", cluster.podAddress(NAMESPACE, "server"), outcome);

        cluster.apply(Manifests.pod(NAMESPACE, "late", 8080));
        cluster.awaitReady(NAMESPACE, "late");

        assertThat(sender.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String lines = Files.readString(outcome);
        assertThat(lines.lines().filter("tried"::equals).count()).as("attempts").isGreaterThan(20);
        assertThat(lines).as("a connection was accepted").doesNotContain("connected");
        Files.delete(outcome);
    }

    /** Waits for the namespace, then tries for five seconds. */
    private static Process sendAsSoonAsPossible(String pod, String address, Path outcome) throws IOException {
        String namespace = "/run/netns/weir." + NAMESPACE + "." + pod;
        String script = """
                for i in $(seq 1 3000); do [ -e %1$s ] && break; sleep 0.01; done
                exec nsenter --net=%1$s bash -c '
                  end=$((SECONDS + 5))
                  while [ $SECONDS -lt $end ]; do
                    echo tried
                    timeout 0.1 bash -c "exec 3<>/dev/tcp/%2$s/8080" 2>/dev/null && echo connected
                  done; true'
                """.formatted(namespace, address);
        return new ProcessBuilder("bash", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(outcome.toFile())
                .start();
    }

    @Test
    void deletingAPodRemovesItsNamespaceAndItsLinks(Cluster cluster) {
        cluster.apply(Manifests.namespace(NAMESPACE) + Manifests.pod(NAMESPACE, "gone", 8080));
        cluster.awaitReady(NAMESPACE, "gone");
        assertThat(namespaces()).contains("weir." + NAMESPACE + ".gone");

        cluster.kubectl("-n", NAMESPACE, "delete", "pod", "gone").orFail();

        await().atMost(Duration.ofSeconds(5)).until(() -> !namespaces().contains("weir." + NAMESPACE + ".gone"));
    }

    @Test
    void noNamespaceHasARouteToTheMachinesOwnNetwork() {
        String gateways = Command.run("ip", "-o", "route", "show", "default").output();
        for (String namespace : namespaces().split("\n")) {
            String name = namespace.split(" ")[0];
            if (name.startsWith("weir")) {
                assertThat(Command.run("nsenter", "--net=/run/netns/" + name, "ping", "-c1", "-W1", machineAddress())
                                .succeeded())
                        .as(name + " reaches the machine (" + gateways + ")")
                        .isFalse();
            }
        }
    }

    private static String machineAddress() {
        return Command.run("sh", "-c", "hostname -I | cut -d' ' -f1").orFail();
    }

    private static String namespaces() {
        return Command.run("ip", "netns").orFail();
    }
}
