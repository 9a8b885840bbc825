package dev.weir.local.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.local.workload.Flow;
import dev.weir.local.workload.Target;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SampleTests {

    private final List<Pod> pods =
            items("/sample/shop.yaml").stream().flatMap(SampleTests::podsOf).toList();

    @Test
    void everyFlowOfTheSampleHasATarget() {
        Set<String> workloads = pods.stream()
                .map(pod -> pod.getMetadata().getNamespace() + "/"
                        + pod.getMetadata().getLabels().get("app"))
                .collect(Collectors.toSet());
        for (Pod pod : pods) {
            assertThat(targets(pod)).isSubsetOf(workloads);
        }
    }

    @Test
    void podsAreNamedAndOwnedLikeThoseOfADeployment() {
        Pod pod = pods.getFirst();
        var owner = pod.getMetadata().getOwnerReferences().getFirst();
        String hash = pod.getMetadata().getLabels().get("pod-template-hash");
        assertThat(owner.getKind()).isEqualTo("ReplicaSet");
        assertThat(owner.getName()).isEqualTo("web-" + hash);
        assertThat(pod.getMetadata().getName()).matches("web-" + hash + "-[a-z0-9]{5}");
        assertThat(pods).extracting(each -> each.getMetadata().getName()).doesNotHaveDuplicates();
    }

    @Test
    void theSampleSpansThreeNamespacesAndTheRogue() {
        assertThat(pods)
                .extracting(pod -> pod.getMetadata().getNamespace())
                .contains("shop", "payments", "monitoring", "default");
        assertThat(pods).hasSizeBetween(10, 20);
    }

    private static List<String> targets(Pod pod) {
        var annotations = pod.getMetadata().getAnnotations();
        String flows = annotations == null ? "" : annotations.getOrDefault(Flow.ANNOTATION, "");
        return Flow.parseAll(flows).stream()
                .map(Flow::target)
                .filter(Target.Workload.class::isInstance)
                .map(Target.Workload.class::cast)
                .map(to ->
                        (to.namespace().isEmpty() ? pod.getMetadata().getNamespace() : to.namespace()) + "/" + to.app())
                .toList();
    }

    private static Stream<Pod> podsOf(HasMetadata item) {
        return switch (item) {
            case Deployment deployment -> DeploymentPods.of(deployment).stream();
            case Pod pod -> Stream.of(pod);
            default -> Stream.empty();
        };
    }

    private static List<HasMetadata> items(String resource) {
        try (KubernetesClient client = new KubernetesClientBuilder().build()) {
            return client.load(SampleTests.class.getResourceAsStream(resource)).items();
        }
    }
}
