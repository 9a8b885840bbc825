package dev.weir.local.kubelet;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kubernetes Events about pods, which {@code kubectl describe pod} shows. */
final class PodEvents {

    private static final Logger LOG = LoggerFactory.getLogger(PodEvents.class);

    private final KubernetesClient client;
    private final Clock clock;

    PodEvents(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    void warn(Pod pod, String reason, String message) {
        LOG.info("pod {}: {}", Pods.key(pod), message);
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        var event = new EventBuilder()
                .withNewMetadata()
                .withNamespace(Pods.namespace(pod))
                .withName(Pods.name(pod) + "." + Long.toHexString(clock.millis()))
                .endMetadata()
                .withType("Warning")
                .withReason(reason)
                .withMessage(message)
                .withCount(1)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withNewSource()
                .withComponent("kubelet")
                .withHost(Pods.node(pod))
                .endSource()
                .withNewInvolvedObject()
                .withApiVersion("v1")
                .withKind("Pod")
                .withNamespace(Pods.namespace(pod))
                .withName(Pods.name(pod))
                .withUid(Pods.uid(pod))
                .endInvolvedObject()
                .build();
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            LOG.warn("cannot write an event about pod {}: {}", Pods.key(pod), e.getMessage());
        }
    }
}
