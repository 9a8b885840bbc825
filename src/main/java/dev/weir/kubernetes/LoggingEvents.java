package dev.weir.kubernetes;

import dev.weir.nodes.NodeReport.LoggingChange;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kubernetes Events about the NetworkLogging object, one for each node and change, as GKE's agents write them. The name of an Event follows
 * from what it tells, so the API server refuses a second one, whichever server writes it. Used by one thread.
 */
final class LoggingEvents {
    private static final Logger LOG = LoggerFactory.getLogger(LoggingEvents.class);
    /** A change that is older was told before, or nobody was there to tell it to. Events themselves live an hour. */
    private static final Duration RECENT = Duration.ofMinutes(10);

    private static final int REMEMBERED = 20_000;

    private final KubernetesClient client;
    private final Clock clock;
    private final Set<String> told = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    LoggingEvents(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Tells of a change that was not told yet; one that cannot be written now is tried again with the next call. */
    void tell(String node, LoggingChange change) {
        String name = name(node, change);
        if (change.at().isBefore(clock.instant().minus(RECENT)) || told.contains(name)) {
            return;
        }
        try {
            client.v1()
                    .events()
                    .inNamespace("default")
                    .resource(event(name, node, change))
                    .create();
            told.add(name);
        } catch (KubernetesClientException refused) {
            if (refused.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                told.add(name);
            } else {
                LOG.warn("The Event about NetworkLogging on node {} was not written: {}", node, refused.getMessage());
            }
        }
    }

    private static String name(String node, LoggingChange change) {
        String content = node + " " + change.resourceVersion() + " " + change.message() + " " + change.at();
        return "default." + UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8));
    }

    /** Events about objects without a namespace live in "default". */
    private static Event event(String name, String node, LoggingChange change) {
        String at = change.at().toString();
        return new EventBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion("networking.gke.io/v1alpha1")
                .withKind("NetworkLogging")
                .withName("default")
                .withResourceVersion(change.resourceVersion())
                .endInvolvedObject()
                .withType(change.rejected() ? "Warning" : "Normal")
                .withReason(change.rejected() ? "InvalidNetworkLogging" : "UpdateNetworkLogging")
                .withMessage(change.message())
                .withNewSource()
                .withComponent("network-logging-controller")
                .withHost(node)
                .endSource()
                .withFirstTimestamp(at)
                .withLastTimestamp(at)
                .withCount(1)
                .build();
    }
}
