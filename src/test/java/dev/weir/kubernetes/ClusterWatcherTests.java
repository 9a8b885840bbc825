package dev.weir.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.cluster.ClusterState;
import dev.weir.cluster.Freshness;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.ObjectKind;
import dev.weir.cluster.ObjectRef;
import dev.weir.cluster.ObjectWitness;
import dev.weir.cluster.PodRef;
import dev.weir.cluster.PolicyRef;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watches against an API server that keeps objects. */
@EnableKubernetesMockClient(crud = true)
class ClusterWatcherTests {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String RICH = """
            {"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy",
             "metadata":{"name":"rich","namespace":"shop","labels":{"team":"a"},"annotations":{"note":"line\\nline"}},
             "spec":{"podSelector":{},"policyTypes":["Ingress","Egress"],"fromTheFuture":{"a":[1]},
              "ingress":[{},{"from":[{"namespaceSelector":{},"podSelector":{"matchExpressions":[{"key":"a","operator":"In","values":["b"]}]}}],
               "ports":[{"protocol":"TCP","port":"http"},{"port":8000,"endPort":9000}]}],
              "egress":[{"to":[{"ipBlock":{"cidr":"10.0.0.0/8","except":["10.1.0.0/16"]}}]}]}}
            """;

    @SuppressWarnings("NullAway") // set by the extension
    private KubernetesClient client;

    private final ClusterState state = new ClusterState();
    private final FakeWitness witness = new FakeWitness();
    private final AtomicInteger restarts = new AtomicInteger();

    @SuppressWarnings("NullAway") // set before each test
    private ClusterWatcher watcher;

    @BeforeEach
    void watch() {
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("shop")
                        .endMetadata()
                        .build())
                .create();
        client.pods().resource(pod("web-1")).create();
        watcher = new ClusterWatcher(client, state, witness, Clock.systemUTC(), restarts::incrementAndGet);
        watcher.start();
        await().atMost(PATIENCE).until(() -> state.freshness() instanceof Freshness.Current);
    }

    @AfterEach
    void stop() {
        watcher.close();
    }

    private static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-1")
                .endSpec()
                .build();
    }

    @Test
    void theFirstSnapshotHasEverythingThatWasThere() {
        assertThat(state.current().pod(new PodRef("shop", "web-1"))).isNotNull();
        assertThat(state.current().namespace("shop")).isNotNull();
        assertThat(state.current().revision()).isPositive();
    }

    /** Otherwise everything would look current for ever, and no policy that is written would be enforced. */
    @Test
    void aDefectWhileASnapshotIsMadeIsSaidAndAsksForARestart() {
        state.onChange(snapshot -> {
            throw new IllegalStateException("no reason that anybody foresaw");
        });
        client.pods().resource(pod("web-2")).create();

        await().atMost(PATIENCE).until(() -> restarts.get() == 1);
        assertThat(state.freshness())
                .isInstanceOfSatisfying(
                        Freshness.Stale.class,
                        stale -> assertThat(stale.reason()).contains("restarted", "no reason that anybody foresaw"));
    }

    @Test
    void changesBecomeSnapshots() {
        client.pods().resource(pod("web-2")).create();
        client.network()
                .v1()
                .networkPolicies()
                .resource(new NetworkPolicyBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("deny-all")
                        .endMetadata()
                        .withNewSpec()
                        .withNewPodSelector()
                        .endPodSelector()
                        .endSpec()
                        .build())
                .create();
        await().atMost(PATIENCE)
                .until(() -> state.current().pod(new PodRef("shop", "web-2")) != null
                        && state.current().policy(new PolicyRef("shop", "deny-all")) != null);

        client.pods().inNamespace("shop").withName("web-1").delete();
        await().atMost(PATIENCE).until(() -> state.current().pod(new PodRef("shop", "web-1")) == null);
    }

    @Test
    void everythingThatIsReadOfAPodIsThereFromTheListAndFromAChange() {
        client.pods().resource(richPod("rich-1").build()).create();
        watcher.close();
        ClusterState fresh = new ClusterState();
        watcher = new ClusterWatcher(client, fresh, witness, Clock.systemUTC(), restarts::incrementAndGet);
        watcher.start();
        await().atMost(PATIENCE).until(() -> fresh.current().pod(new PodRef("shop", "rich-1")) != null);
        Pod listed = richPod("rich-1").build();
        assertThat(fresh.current().pod(new PodRef("shop", "rich-1")))
                .usingRecursiveComparison()
                .ignoringFields("uid")
                .isEqualTo(PodMapper.fromFabric8(listed));

        Pod labelled = richPod("rich-1")
                .editMetadata()
                .addToLabels("more", "yes")
                .endMetadata()
                .build();
        client.pods().resource(labelled).update();
        await().atMost(PATIENCE)
                .until(() -> "yes".equals(known(fresh, "rich-1").labels().get("more")));
        assertThat(known(fresh, "rich-1"))
                .usingRecursiveComparison()
                .ignoringFields("uid")
                .isEqualTo(PodMapper.fromFabric8(labelled));
    }

    private static dev.weir.cluster.Pod known(ClusterState state, String name) {
        return Objects.requireNonNull(state.current().pod(new PodRef("shop", name)));
    }

    private static PodBuilder richPod(String name) {
        return new PodBuilder(pod(name))
                .editMetadata()
                .withGenerateName("rich-")
                .addToLabels("app", "rich")
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("StatefulSet")
                .withName("rich")
                .withUid("1")
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .editSpec()
                .addNewContainer()
                .withName("main")
                .addNewPort()
                .withName("http")
                .withContainerPort(8080)
                .endPort()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP("10.0.0.7")
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus();
    }

    /** What was told, as lines. */
    private static final class FakeWitness implements ObjectWitness {
        private final List<String> told = new CopyOnWriteArrayList<>();
        private final Map<ObjectRef, Map<String, Object>> last = new ConcurrentHashMap<>();

        @Override
        public void saw(ObjectRef ref, @Nullable Map<String, Object> before, @Nullable Map<String, Object> now) {
            if (now != null) {
                last.put(ref, now);
            }
            told.add(ref + (before == null ? " came" : now == null ? " went" : " changed"));
        }

        @Override
        public void sawEverything() {
            told.add("everything");
        }
    }

    @Test
    void aWitnessIsToldOfWhatIsThereThenThatItIsEverythingThenOfChanges() {
        await().atMost(PATIENCE).until(() -> witness.told.contains("everything"));
        assertThat(witness.told.subList(0, witness.told.indexOf("everything"))).containsExactly("Namespace shop came");
        client.network()
                .v1()
                .networkPolicies()
                .resource(new NetworkPolicyBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName("in")
                        .endMetadata()
                        .withNewSpec()
                        .withNewPodSelector()
                        .endPodSelector()
                        .endSpec()
                        .build())
                .create();
        await().atMost(PATIENCE).until(() -> witness.told.contains("NetworkPolicy shop/in came"));
        client.network()
                .v1()
                .networkPolicies()
                .inNamespace("shop")
                .withName("in")
                .delete();
        await().atMost(PATIENCE).until(() -> witness.told.contains("NetworkPolicy shop/in went"));
    }

    /** Who watches policies is told what who asks for one is given: also what Weir does not know. */
    @Test
    void whatAWitnessIsToldOfAPolicyIsWhatTheApiServerGives() {
        ApiServerObjects objects = new ApiServerObjects(client);
        ObjectRef ref = new ObjectRef(ObjectKind.NETWORK_POLICY, "shop", "rich");
        objects.create(ref, json(RICH), KubernetesObjects.WriteOptions.DEFAULT);
        await().atMost(PATIENCE).until(() -> witness.last.containsKey(ref));
        assertThat(json(client.getKubernetesSerialization().asJson(witness.last.get(ref))))
                .isEqualTo(objects.get(ref));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> json(String text) {
        return client.getKubernetesSerialization().unmarshal(text, Map.class);
    }
}
