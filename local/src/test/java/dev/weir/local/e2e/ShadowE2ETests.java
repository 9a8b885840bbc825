package dev.weir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What a policy in shadow would deny passes, is counted and recorded, and is denied once it is promoted. */
@Tag("e2e")
@ExtendWith(ClusterExtension.class)
class ShadowE2ETests {
    private static final String NAMESPACE = "e2e-shadow";
    private static final String POLICY = "only-client";
    private static final String PATH = "/namespaces/" + NAMESPACE + "/networkpolicies/" + POLICY;
    private static final String RECORDS = "shadow.name=\"" + POLICY + "\" AND shadow.namespace=\"" + NAMESPACE + "\"";
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    static final TestNamespace PODS = TestNamespace.of(NAMESPACE)
            .withPod("client", "weir-node-1")
            .withPod("other", "weir-node-1")
            .withPod("server", "weir-node-2")
            .with(Manifests.inShadow(Manifests.admit(NAMESPACE, POLICY, "server", "client", 8080)));

    @BeforeAll
    static void awaitInForce(Cluster cluster) {
        await().atMost(SOON)
                .until(() ->
                        cluster.get(PATH + "/status").get("inForceEverywhere").asBoolean());
    }

    @Test
    void whatItWouldDenyPassesAndIsToldAndIsDeniedOnceItIsPromoted(Cluster cluster) {
        String server = cluster.podAddress(NAMESPACE, "server");
        assertThat(cluster.connects(NAMESPACE, "client", server, 8080)).isTrue();
        assertThat(cluster.connects(NAMESPACE, "other", server, 8080)).isTrue();
        assertThat(cluster.connects(NAMESPACE, "other", server, 8080)).isTrue();

        JsonNode record = awaitRecord(cluster);
        assertThat(record.get("disposition").asString()).isEqualTo("allow");
        assertThat(record.has("policies")).isFalse();
        assertThat(record.at("/src/pod_name").asString()).isEqualTo("other");
        assertThat(record.at("/weir/shadow/0/name").asString()).isEqualTo(POLICY);
        awaitCounts(cluster);
        assertThat(cluster.records("dest.namespace=" + NAMESPACE + " AND disposition=deny"))
                .isEmpty();

        cluster.kubectl("-n", NAMESPACE, "annotate", "networkpolicy", POLICY, "policy.weir.dev/mode-")
                .orFail();

        await().atMost(SOON).until(() -> !cluster.connects(NAMESPACE, "other", server, 8080));
        assertThat(cluster.connects(NAMESPACE, "client", server, 8080)).isTrue();
        await().atMost(SOON)
                .until(() -> !cluster.records("isolated_by.name=" + POLICY + " AND src.pod_name=other")
                        .isEmpty());
        assertThat(cluster.get(PATH + "/shadow").get("inShadow").asBoolean()).isFalse();
    }

    private static JsonNode awaitRecord(Cluster cluster) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(counted(cluster.records(RECORDS))).isEqualTo(2));
        return cluster.records(RECORDS).getFirst();
    }

    private static long counted(List<JsonNode> records) {
        return records.stream()
                .mapToLong(record -> record.get("count").asLong())
                .sum();
    }

    /** The client's connection is none of them: two pods of one namespace, and only one would be kept out. */
    private static void awaitCounts(Cluster cluster) {
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode shadow = cluster.get(PATH + "/shadow");
            assertThat(shadow.get("inShadow").asBoolean()).isTrue();
            assertThat(shadow.get("wouldDeny").asLong()).isEqualTo(2);
            assertThat(shadow.get("pairs").size()).isEqualTo(1);
            assertThat(shadow.at("/pairs/0/source/name").asString()).isEqualTo("other");
            assertThat(shadow.at("/pairs/0/destination/name").asString()).isEqualTo("server");
        });
        assertThat(cluster.metrics().lines())
                .anyMatch(line -> line.startsWith("weir_policy_verdicts_total{")
                        && line.contains("policy=\"" + POLICY + "\"")
                        && line.contains("verdict=\"would_deny\"")
                        && line.endsWith(" 2.0"));
        assertThat(protectedPods(cluster)).isZero();
    }

    private static long protectedPods(Cluster cluster) {
        return cluster.get("/summary")
                .get("namespaces")
                .valueStream()
                .filter(namespace -> namespace.get("name").asString().equals(NAMESPACE))
                .mapToLong(namespace -> namespace.get("protectedIngress").asLong())
                .sum();
    }
}
