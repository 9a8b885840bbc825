package dev.weir.expectation;

import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterSnapshot;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.Pod;
import dev.weir.cluster.PodPhase;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyTree;
import dev.weir.cluster.Workload;
import dev.weir.document.ObjectDocument;
import dev.weir.net.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** shop with web, cart and redis, and payments with api. */
final class SmallShop {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final String CART_IN = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: cart-in, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: cart}}
              ingress:
                - from: [{podSelector: {matchLabels: {app: web}}}]
                  ports: [{port: 8080}]
            """;
    static final String REDIS_IN = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: redis-in, namespace: shop}
            spec:
              podSelector: {matchLabels: {app: redis}}
              ingress:
                - from: [{podSelector: {matchLabels: {app: cart}}}]
            """;

    private SmallShop() {}

    static ClusterSnapshot with(String... policies) {
        return ClusterSnapshot.of(1, contents(policies));
    }

    static ClusterState following(String... policies) {
        ClusterState state = new ClusterState();
        state.mark(new Freshness.Current(NOON));
        state.replace(contents(policies));
        return state;
    }

    static ClusterContents contents(String... policies) {
        List<Pod> pods = new ArrayList<>();
        for (String name : List.of("shop/web", "shop/cart", "shop/redis", "payments/api")) {
            for (int replica = 1; replica <= 2; replica++) {
                pods.add(pod(name, replica, 10 * pods.size() + replica));
            }
        }
        return new ClusterContents(
                List.of(namespace("shop"), namespace("payments")),
                List.of(),
                pods,
                Arrays.stream(policies).map(SmallShop::policy).toList(),
                LoggingConfig.ABSENT,
                LoggingConfig.ABSENT);
    }

    private static Namespace namespace(String name) {
        return new Namespace(name, Map.of("kubernetes.io/metadata.name", name), Map.of());
    }

    private static Pod pod(String workload, int replica, int address) {
        String[] parts = workload.split("/");
        return new Pod(
                new PodRef(parts[0], parts[1] + "-" + replica),
                workload + replica,
                Map.of("app", parts[1]),
                new NodeName("node-1"),
                List.of(IpAddress.parse("10.244.1." + address)),
                false,
                PodPhase.RUNNING,
                true,
                new Workload("Deployment", parts[1]),
                List.of());
    }

    static NetworkPolicy policy(String yaml) {
        return PolicyTree.read(ObjectDocument.parse(yaml).object());
    }

    static Outcome judge(ClusterSnapshot cluster, String sentence) {
        Claim claim = Claim.parse(sentence, "shop");
        return new ClaimJudge(cluster, List.of(claim)).judge(claim);
    }
}
