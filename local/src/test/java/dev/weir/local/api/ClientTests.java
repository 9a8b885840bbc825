package dev.weir.local.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a program sees that uses the Java client, as the server of Weir does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private ApiServer server;
    private KubernetesClient client;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        server = ApiServer.start(new ApiConfig(0, directory));
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(server.kubeconfig().toFile()))
                .build();
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    private void namespace(String name) {
        client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    private static ConfigMap configMap(String namespace, String name, String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .addToData("value", value)
                .build();
    }

    private static Pod pod(String namespace, String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("web:1")
                .endContainer()
                .endSpec()
                .build();
    }

    @Test
    void anInformerSeesEveryChangeInOrder() {
        namespace("informer");
        List<String> events = new CopyOnWriteArrayList<>();
        client.configMaps()
                .inNamespace("informer")
                .resource(configMap("informer", "early", "0"))
                .create();
        SharedIndexInformer<ConfigMap> informer =
                client.configMaps().inNamespace("informer").withName("seen").inform(new Recorder(events));
        client.configMaps()
                .inNamespace("informer")
                .resource(configMap("informer", "seen", "1"))
                .create();
        client.configMaps().inNamespace("informer").withName("seen").edit(map -> {
            map.getData().put("value", "2");
            return map;
        });
        client.configMaps().inNamespace("informer").withName("seen").delete();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(events).containsExactly("+1", "2", "-2"));
        informer.stop();
    }

    private record Recorder(List<String> events) implements ResourceEventHandler<ConfigMap> {
        @Override
        public void onAdd(ConfigMap map) {
            events.add("+" + map.getData().get("value"));
        }

        @Override
        public void onUpdate(ConfigMap before, ConfigMap map) {
            events.add(map.getData().get("value"));
        }

        @Override
        public void onDelete(ConfigMap map, boolean unknown) {
            events.add("-" + map.getData().get("value"));
        }
    }

    @Test
    void aStaleWriteIsRefused() {
        namespace("stale");
        ConfigMap first = client.resource(configMap("stale", "m", "1")).create();
        client.resource(new ConfigMapBuilder(first).addToData("value", "2").build())
                .update();
        assertThatThrownBy(() -> client.resource(new ConfigMapBuilder(first)
                                .addToData("value", "3")
                                .build())
                        .update())
                .isInstanceOfSatisfying(KubernetesClientException.class, refused -> {
                    assertThat(refused.getCode()).isEqualTo(409);
                    assertThat(refused.getStatus().getReason()).isEqualTo("Conflict");
                });
    }

    @Test
    void aSecondCreationIsRefused() {
        namespace("twice");
        client.resource(configMap("twice", "m", "1")).create();
        assertThatThrownBy(() -> client.resource(configMap("twice", "m", "1")).create())
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> assertThat(refused.getStatus().getReason()).isEqualTo("AlreadyExists"));
    }

    @Test
    void theStatusOfAPodIsWrittenByItsSubresource() {
        namespace("status");
        client.resource(pod("status", "web")).create();
        client.pods()
                .inNamespace("status")
                .withName("web")
                .editStatus(pod -> new PodBuilder(pod)
                        .editOrNewStatus()
                        .withPhase("Running")
                        .withPodIP("10.244.1.5")
                        .endStatus()
                        .build());
        Pod pod = client.pods().inNamespace("status").withName("web").get();
        assertThat(pod.getStatus().getPodIP()).isEqualTo("10.244.1.5");
        assertThat(client.pods()
                        .inNamespace("status")
                        .withField("status.phase", "Running")
                        .list()
                        .getItems())
                .hasSize(1);
    }

    @Test
    void servicesGetAddressesOfBothFamilies() {
        namespace("services");
        var service = new ServiceBuilder()
                .withNewMetadata()
                .withNamespace("services")
                .withName("web")
                .endMetadata()
                .withNewSpec()
                .withSelector(Map.of("app", "web"))
                .withIpFamilyPolicy("RequireDualStack")
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
        List<String> addresses = client.resource(service).create().getSpec().getClusterIPs();
        assertThat(addresses).hasSize(2);
        assertThat(addresses.getFirst()).startsWith("10.96.");
        assertThat(addresses.getLast()).startsWith("fd00:10:96::");
    }

    @Test
    void anInvalidPolicyNamesItsFaults() {
        namespace("invalid");
        NetworkPolicy policy = new NetworkPolicyBuilder()
                .withNewMetadata()
                .withNamespace("invalid")
                .withName("p")
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .endPodSelector()
                .addNewIngress()
                .addNewFrom()
                .withNewIpBlock()
                .withCidr("10.0.0.0/33")
                .endIpBlock()
                .endFrom()
                .endIngress()
                .endSpec()
                .build();
        assertThatThrownBy(() -> client.resource(policy).create())
                .isInstanceOfSatisfying(KubernetesClientException.class, refused -> {
                    assertThat(refused.getCode()).isEqualTo(422);
                    assertThat(refused.getStatus().getDetails().getCauses())
                            .singleElement()
                            .satisfies(cause -> {
                                assertThat(cause.getField()).isEqualTo("spec.ingress[0].from[0].ipBlock.cidr");
                                assertThat(cause.getReason()).isEqualTo("FieldValueInvalid");
                                assertThat(cause.getMessage()).contains("must be a valid CIDR value");
                            });
                });
    }

    @Test
    void serverSideApplyOfTheClientCreatesAndChanges() {
        namespace("applied");
        client.resource(configMap("applied", "m", "1")).fieldManager("test").serverSideApply();
        ConfigMap changed = client.resource(configMap("applied", "m", "2"))
                .fieldManager("test")
                .serverSideApply();
        assertThat(changed.getData()).containsEntry("value", "2");
        assertThat(changed.getMetadata().getManagedFields())
                .singleElement()
                .satisfies(entry -> assertThat(entry.getManager()).isEqualTo("test"));
    }

    @Test
    void manyPoliciesAreListedInPagesAndWatched() {
        namespace("many");
        int count = 2_000;
        SharedIndexInformer<ConfigMap> informer =
                client.configMaps().inNamespace("many").inform();
        for (int i = 0; i < count; i++) {
            client.resource(configMap("many", "m" + i, "x")).create();
        }
        await().atMost(PATIENCE).until(() -> informer.getStore().list().size() > count);
        assertThat(client.configMaps().inNamespace("many").list().getItems()).hasSize(count + 1);
        informer.stop();
    }
}
