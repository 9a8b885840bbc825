package dev.weir.local.kubelet;

import dev.weir.local.fabric.NodeNetwork;
import dev.weir.local.fabric.PodAddresses;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HostIPBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIPBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the API how far a pod is. A pod that is gone by then is no failure. */
final class PodStatusWriter {

    private static final Logger LOG = LoggerFactory.getLogger(PodStatusWriter.class);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;
    private final Clock clock;

    PodStatusWriter(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Not scheduled: no node fits, for the reason given. */
    void unschedulable(Pod pod, String reason) {
        write(
                pod,
                new PodStatusBuilder()
                        .withPhase("Pending")
                        .withConditions(condition("PodScheduled", false, "Unschedulable", reason))
                        .build());
    }

    /** On its node, but without a network as yet. */
    void pending(Pod pod, String reason) {
        write(
                pod,
                new PodStatusBuilder()
                        .withPhase("Pending")
                        .withStartTime(now())
                        .withConditions(
                                condition("PodScheduled", true, null, null),
                                condition("Ready", false, "NetworkNotReady", reason))
                        .build());
    }

    /** With addresses, and ready when {@code reason} is empty. */
    void running(Pod pod, NodeNetwork node, PodAddresses addresses, String reason) {
        boolean ready = reason.isEmpty();
        String why = ready ? null : "NotProgrammed";
        String message = ready ? null : reason;
        write(
                pod,
                new PodStatusBuilder()
                        .withPhase("Running")
                        .withStartTime(now())
                        .withHostIP(node.ipv4())
                        .withHostIPs(
                                new HostIPBuilder().withIp(node.ipv4()).build(),
                                new HostIPBuilder().withIp(node.ipv6()).build())
                        .withPodIP(addresses.ipv4())
                        .withPodIPs(addresses.all().stream()
                                .map(address ->
                                        new PodIPBuilder().withIp(address).build())
                                .toList())
                        .withConditions(
                                condition("PodScheduled", true, null, null),
                                condition("Initialized", true, null, null),
                                condition("ContainersReady", ready, why, message),
                                condition("Ready", ready, why, message))
                        .withContainerStatuses(containers(pod, ready))
                        .build());
    }

    private List<ContainerStatus> containers(Pod pod, boolean ready) {
        return pod.getSpec().getContainers().stream()
                .map(container -> new ContainerStatusBuilder()
                        .withName(container.getName())
                        .withImage(container.getImage() == null ? "" : container.getImage())
                        .withImageID("")
                        .withContainerID("weir://" + Pods.uid(pod) + "/" + container.getName())
                        .withReady(ready)
                        .withStarted(true)
                        .withRestartCount(0)
                        .withNewState()
                        .withNewRunning()
                        .withStartedAt(now())
                        .endRunning()
                        .endState()
                        .build())
                .toList();
    }

    private PodCondition condition(String type, boolean met, @Nullable String reason, @Nullable String message) {
        return new PodConditionBuilder()
                .withType(type)
                .withStatus(met ? "True" : "False")
                .withReason(reason)
                .withMessage(message)
                .withLastTransitionTime(now())
                .build();
    }

    private void write(Pod pod, PodStatus status) {
        Pod patch = new PodBuilder()
                .withNewMetadata()
                .withName(Pods.name(pod))
                .withNamespace(Pods.namespace(pod))
                .withUid(Pods.uid(pod))
                .endMetadata()
                .withStatus(status)
                .build();
        try {
            client.pods()
                    .inNamespace(Pods.namespace(pod))
                    .withName(Pods.name(pod))
                    .subresource("status")
                    .patch(MERGE, Serialization.asJson(patch));
        } catch (KubernetesClientException e) {
            if (e.getCode() != 404 && e.getCode() != 409) {
                throw e;
            }
            LOG.debug("pod {} is gone: {}", Pods.key(pod), e.getMessage());
        }
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
