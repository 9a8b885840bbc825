package dev.weir.kubernetes;

import dev.weir.cluster.Workload;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which workload a pod belongs to, by the rule of GKE's records: the owner that a person created, not the one in between. */
final class OwnerRule {
    private static final Pattern CRON_JOB_RUN = Pattern.compile("(.+)-\\d{8,10}");

    private OwnerRule() {}

    static @Nullable Workload workloadOf(Pod pod) {
        OwnerReference owner = controller(pod.getMetadata().getOwnerReferences());
        // A pod that was created under its own name belongs to nobody, e.g. a static pod that its Node owns.
        if (owner == null || pod.getMetadata().getGenerateName() == null) {
            return null;
        }
        Map<String, String> labels = pod.getMetadata().getLabels() == null
                ? Map.of()
                : pod.getMetadata().getLabels();
        return switch (owner.getKind()) {
            case "ReplicaSet" -> ofReplicaSet(owner.getName(), labels.get("pod-template-hash"));
            case "Job" -> ofJob(owner.getName());
            case "ReplicationController" -> ofReplicationController(owner.getName(), labels.get("deploymentconfig"));
            default -> new Workload(owner.getKind(), owner.getName());
        };
    }

    private static @Nullable OwnerReference controller(@Nullable List<OwnerReference> owners) {
        return owners == null
                ? null
                : owners.stream()
                        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                        .findFirst()
                        .orElse(null);
    }

    private static Workload ofReplicaSet(String name, @Nullable String hash) {
        return hash != null && !hash.isEmpty() && name.endsWith("-" + hash)
                ? new Workload("Deployment", name.substring(0, name.length() - hash.length() - 1))
                : new Workload("ReplicaSet", name);
    }

    private static Workload ofJob(String name) {
        var run = CRON_JOB_RUN.matcher(name);
        return run.matches() ? new Workload("CronJob", run.group(1)) : new Workload("Job", name);
    }

    private static Workload ofReplicationController(String name, @Nullable String deploymentConfig) {
        return deploymentConfig != null
                ? new Workload("DeploymentConfig", deploymentConfig)
                : new Workload("ReplicationController", name);
    }
}
