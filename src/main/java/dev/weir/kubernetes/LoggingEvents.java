package dev.weir.kubernetes;

import dev.weir.kubernetes.LoggingInEffect.LoggingAnnouncer;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kubernetes Events about the NetworkLogging object, as GKE's agent writes them. */
final class LoggingEvents implements LoggingAnnouncer {
    private static final Logger LOG = LoggerFactory.getLogger(LoggingEvents.class);

    private final KubernetesClient client;
    private final Clock clock;
    private final ExecutorService background;

    LoggingEvents(KubernetesClient client, Clock clock, ExecutorService background) {
        this.client = client;
        this.clock = clock;
        this.background = background;
    }

    @Override
    public void tell(String reason, String message) {
        LOG.info("{}: {}", reason, message);
        background.execute(() -> create("Normal", reason, message));
    }

    @Override
    public void warn(String reason, String message) {
        LOG.warn("{}: {}; the previous configuration stays in effect", reason, message);
        background.execute(() -> create("Warning", reason, message));
    }

    private void create(String type, String reason, String message) {
        String now = clock.instant().toString();
        // Events about objects without a namespace live in "default".
        Event event = new EventBuilder()
                .withNewMetadata()
                .withGenerateName("default.")
                .withNamespace("default")
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion("networking.gke.io/v1alpha1")
                .withKind("NetworkLogging")
                .withName("default")
                .endInvolvedObject()
                .withType(type)
                .withReason(reason)
                .withMessage(message)
                .withNewSource()
                .withComponent("network-logging-controller")
                .endSource()
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withCount(1)
                .build();
        try {
            client.v1().events().inNamespace("default").resource(event).create();
        } catch (KubernetesClientException notWritten) {
            LOG.warn("The Event {} could not be written: {}", reason, notWritten.getMessage());
        }
    }
}
