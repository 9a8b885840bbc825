package dev.weir.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cluster.Workload;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of workloads in records, by GKE's rule. */
class OwnerRuleTests {
    private static Pod pod(String kind, String owner, Map<String, String> labels) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("pod")
                .withGenerateName("pod-")
                .withLabels(labels)
                .addNewOwnerReference()
                .withKind(kind)
                .withName(owner)
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "ReplicaSet, web-7b78d7c957, 7b78d7c957, Deployment, web",
        "ReplicaSet, web, 7b78d7c957, ReplicaSet, web",
        "Job, backup-28391040, x, CronJob, backup",
        "Job, migrate-1, x, Job, migrate-1",
        "StatefulSet, postgres, x, StatefulSet, postgres",
        "DaemonSet, agent, x, DaemonSet, agent"
    })
    void theWorkloadIsWhatAPersonCreated(String kind, String owner, String hash, String workload, String name) {
        assertThat(OwnerRule.workloadOf(pod(kind, owner, Map.of("pod-template-hash", hash))))
                .isEqualTo(new Workload(workload, name));
    }

    @Test
    void aPodUnderItsOwnNameHasNone() {
        Pod pod = pod("ReplicaSet", "web", Map.of());
        pod.getMetadata().setGenerateName(null);

        assertThat(OwnerRule.workloadOf(pod)).isNull();
        assertThat(OwnerRule.workloadOf(
                        new PodBuilder().withNewMetadata().endMetadata().build()))
                .isNull();
    }
}
