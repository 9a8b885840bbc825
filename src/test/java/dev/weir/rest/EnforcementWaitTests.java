package dev.weir.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.access.ApiTokens;
import dev.weir.cluster.ClusterContents;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.KubernetesObjects.WriteOptions;
import dev.weir.cluster.LoggingConfig;
import dev.weir.cluster.LoggingConfig.Switch;
import dev.weir.cluster.Namespace;
import dev.weir.cluster.NetworkPolicy;
import dev.weir.cluster.NodeName;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.PolicyRef;
import dev.weir.cluster.PolicyTree;
import dev.weir.cluster.testing.MemoryApiServer;
import dev.weir.document.ObjectDocument;
import dev.weir.nodes.Enforcement;
import dev.weir.nodes.NodeProgress;
import dev.weir.nodes.NodeRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** In force is what the Kubernetes API has, on every node, and not an older version of it. */
@ApiTest
class EnforcementWaitTests {
    private static final PolicyRef CART = new PolicyRef("shop", "cart");
    private static final String YAML = """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {name: cart, namespace: shop}
            spec: {podSelector: {matchLabels: {app: %s}}, policyTypes: [Ingress]}
            """;
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(30);

    @Autowired
    ApiTokens tokens;

    private final ClusterState cluster = new ClusterState();
    private final MemoryApiServer apiServer = new MemoryApiServer();
    private final CountingNodes nodes = new CountingNodes();

    @SuppressWarnings("NullAway") // set before each test
    private Streams streams;

    @SuppressWarnings("NullAway") // set before each test
    private EnforcementWait wait;

    @BeforeEach
    void theServerHasSeenThePolicy() {
        streams = new Streams(tokens, Clock.systemUTC());
        streams.start();
        wait = new EnforcementWait(cluster, apiServer, nodes, streams, Clock.systemUTC());
        write("redis");
        see("redis");
    }

    private void write(String app) {
        Map<String, Object> object = object(app);
        ObjectRef ref = ObjectRef.policy(CART);
        apiServer.reset();
        apiServer.create(ref, object, WriteOptions.DEFAULT);
    }

    private void see(String app) {
        NetworkPolicy policy = PolicyTree.read(object(app));
        LoggingConfig logging = new LoggingConfig(new Switch(false, false), new Switch(false, false), 1, "1");
        cluster.replace(new ClusterContents(
                List.of(new Namespace("shop", Map.of(), Map.of())),
                List.of(),
                List.of(),
                List.of(policy),
                logging,
                logging));
    }

    private static Map<String, Object> object(String app) {
        return ObjectDocument.parse(YAML.formatted(app)).object();
    }

    @Test
    void itIsReachedWhenTheLastNodeHasIt() {
        nodes.inForce.set(1);
        CompletableFuture<Boolean> waited = CompletableFuture.supplyAsync(() -> wait.until(CART, LONG));
        nodes.inForce.set(2);
        assertThat(waited.join()).isTrue();
        assertThat(wait.until(CART, MOMENT)).isTrue();
    }

    @Test
    void itIsNotReachedWhileOneNodeIsBehind() {
        nodes.inForce.set(1);
        assertThat(wait.until(CART, MOMENT)).isFalse();
    }

    @Test
    void aVersionThatTheServerHasNotSeenYetIsNotInForceAlthoughTheOneBeforeIs() {
        write("web");
        assertThat(wait.until(CART, MOMENT)).isFalse();
        see("web");
        assertThat(wait.until(CART, MOMENT)).isTrue();
    }

    @Test
    void nobodyIsWaitedForWhenTheServerStops() {
        nodes.inForce.set(0);
        CompletableFuture<Boolean> waited = CompletableFuture.supplyAsync(() -> wait.until(CART, LONG));
        streams.stop();
        assertThat(waited.orTimeout(20, TimeUnit.SECONDS).join()).isFalse();
    }

    /** Two nodes are concerned. */
    private static final class CountingNodes implements NodeRegistry {
        private final AtomicInteger inForce = new AtomicInteger(2);

        @Override
        public List<NodeProgress> nodes() {
            return List.of();
        }

        @Override
        public @Nullable NodeProgress node(NodeName name) {
            return null;
        }

        @Override
        public Enforcement enforcement(PolicyRef policy) {
            return new Enforcement(inForce.get(), 2);
        }
    }
}
