package dev.weir.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A policy written by kubectl or REST reaches the kernel, and a deny comes back with names. */
@Tag("e2e")
@ExtendWith(ClusterExtension.class)
class PolicyEnforcementE2ETests {

    private static final String NAMESPACE = "e2e-policy";
    private static final Duration ENFORCED_WITHIN = Duration.ofSeconds(1);

    @RegisterExtension
    static final TestNamespace PODS = TestNamespace.of(NAMESPACE)
            .withPod("client", "weir-node-1")
            .withPod("near", "weir-node-1")
            .withPod("far", "weir-node-2");

    /** The client on node 1; one server beside it and one on the other node. */
    @ParameterizedTest
    @ValueSource(strings = {"near", "far"})
    void denyByKubectlBlocksWithinASecondAndIsExplained(String server, Cluster cluster) {
        String address = cluster.podAddress(NAMESPACE, server);
        awaitConnects(cluster, address);

        cluster.apply(Manifests.denyAllIngress(NAMESPACE, "default-deny"));
        awaitRefused(cluster, address);
        awaitDenyRecord(cluster, server, "default-deny");

        cluster.kubectl("-n", NAMESPACE, "delete", "networkpolicy", "default-deny")
                .orFail();
        awaitConnects(cluster, address);
    }

    @Test
    void denyByRestBlocksWithinASecondAndDeletingItRestores(Cluster cluster) {
        String address = cluster.podAddress(NAMESPACE, "far");
        String body = """
                {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"deny-by-rest"},
                 "spec":{"podSelector":{"matchLabels":{"app":"far"}},"policyTypes":["Ingress"]}}""";
        String path = "/namespaces/" + NAMESPACE + "/networkpolicies";

        HttpResponse<String> created = cluster.rest("POST", path, body, "Content-Type", "application/json");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        awaitRefused(cluster, address);

        String tag = created.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> deleted = cluster.rest("DELETE", path + "/deny-by-rest", "", "If-Match", tag);
        assertThat(deleted.statusCode()).as(deleted.body()).isBetween(200, 204);
        awaitConnects(cluster, address);
    }

    @Test
    void onlyTheAdmittedPeerConnects(Cluster cluster) {
        String near = cluster.podAddress(NAMESPACE, "near");

        cluster.apply(Manifests.admit(NAMESPACE, "only-far", "near", "far", 8080));

        awaitRefused(cluster, near);
        assertThat(cluster.connects(NAMESPACE, "far", near, 8080)).isTrue();
        cluster.kubectl("-n", NAMESPACE, "delete", "networkpolicy", "only-far").orFail();
        awaitConnects(cluster, near);
    }

    @Test
    void anIpBlockMatchesPodAddressesToo(Cluster cluster) {
        String near = cluster.podAddress(NAMESPACE, "near");
        cluster.apply("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {namespace: %s, name: by-address}
                spec:
                  podSelector: {matchLabels: {app: near}}
                  ingress:
                    - from: [{ipBlock: {cidr: 10.244.0.0/16, except: ["%s/32"]}}]
                """.formatted(NAMESPACE, cluster.podAddress(NAMESPACE, "client")));

        awaitRefused(cluster, near);
        assertThat(cluster.connects(NAMESPACE, "far", near, 8080)).isTrue();
        cluster.kubectl("-n", NAMESPACE, "delete", "networkpolicy", "by-address")
                .orFail();
        awaitConnects(cluster, near);
    }

    private static void awaitRefused(Cluster cluster, String address) {
        await().atMost(ENFORCED_WITHIN.plusMillis(300))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !cluster.connects(NAMESPACE, "client", address, 8080));
    }

    private static void awaitConnects(Cluster cluster, String address) {
        await().atMost(Duration.ofSeconds(2))
                .pollDelay(Duration.ZERO)
                .until(() -> cluster.connects(NAMESPACE, "client", address, 8080));
    }

    private static void awaitDenyRecord(Cluster cluster, String server, String policy) {
        String filter =
                "disposition=\"deny\" AND dest.namespace=\"%s\" AND dest.pod_name=\"%s\"".formatted(NAMESPACE, server);
        await().atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> {
                    cluster.connects(NAMESPACE, "client", cluster.podAddress(NAMESPACE, server), 8080);
                    assertThat(cluster.records(filter)).anySatisfy(entry -> assertNames(entry, server, policy));
                });
    }

    private static void assertNames(JsonNode entry, String server, String policy) {
        assertThat(entry.at("/src/pod_name").asString()).isEqualTo("client");
        assertThat(entry.at("/dest/pod_name").asString()).isEqualTo(server);
        assertThat(entry.at("/weir/isolated_by").toString()).contains(policy);
    }
}
