package dev.weir.kubernetes;

import dev.weir.cluster.LoggingConfig;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The status of the NetworkLogging object. A daemon calls one server, so each server keeps an entry of its own, for the nodes connected to it,
 * and writes the totals over all entries; an entry that nobody renews goes. Used by one thread.
 */
final class LoggingStatus {
    private static final Logger LOG = LoggerFactory.getLogger(LoggingStatus.class);
    private static final Duration RENEW = Duration.ofMinutes(5);
    private static final Duration FORGET = Duration.ofMinutes(15);
    private static final PatchContext MERGE =
            new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build();

    private final KubernetesClient client;
    private final String server;
    private final Clock clock;
    private @Nullable Own written;
    private Instant writtenAt = Instant.EPOCH;
    private boolean unsupported;

    private record Own(LoggingConfig declared, long nodes, long inEffect) {}

    LoggingStatus(KubernetesClient client, String server, Clock clock) {
        this.client = client;
        this.server = server;
        this.clock = clock;
    }

    /** Writes it when it has changed, and now and then. */
    void write(LoggingConfig declared, long nodes, long inEffect) {
        Own next = new Own(declared.since(""), nodes, inEffect);
        boolean current = isSame(next) && writtenAt.plus(RENEW).isAfter(clock.instant());
        if (current || unsupported) {
            return;
        }
        try {
            patch(next);
            written = next;
            writtenAt = clock.instant();
        } catch (KubernetesClientException refused) {
            if (refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                unsupported = true;
                LOG.info("NetworkLogging has no status in this cluster; its definition is not Weir's.");
            } else {
                LOG.warn("The status of NetworkLogging was not written: {}", refused.getMessage());
            }
        }
    }

    private boolean isSame(Own next) {
        Own before = written;
        return before != null
                && before.declared.asksTheSameAs(next.declared)
                && before.nodes == next.nodes
                && before.inEffect == next.inEffect;
    }

    private void patch(Own own) {
        Resource<GenericKubernetesResource> object = client.genericKubernetesResources(ClusterWatcher.NETWORK_LOGGING)
                .withName("default");
        GenericKubernetesResource found = object.get();
        if (found == null) {
            return;
        }
        Map<String, @Nullable Object> servers = new HashMap<>();
        long nodes = own.nodes;
        long inEffect = own.inEffect;
        for (Map.Entry<?, ?> other : others(found).entrySet()) {
            Map<?, ?> entry = (Map<?, ?>) other.getValue();
            if (isForgotten(entry)) {
                servers.put((String) other.getKey(), null);
            } else {
                nodes += number(entry, "nodes");
                inEffect += number(entry, "nodesInEffect");
            }
        }
        servers.put(
                server,
                Map.of(
                        "nodes",
                        own.nodes,
                        "nodesInEffect",
                        own.inEffect,
                        "renewed",
                        clock.instant().toString()));
        Map<String, @Nullable Object> status = new HashMap<>();
        status.put("observedGeneration", own.declared.generation());
        status.put("error", own.declared.invalidReason());
        status.put("nodes", nodes);
        status.put("nodesInEffect", inEffect);
        status.put("servers", servers);
        object.subresource("status").patch(MERGE, Serialization.asJson(Map.of("status", status)));
    }

    private Map<?, ?> others(GenericKubernetesResource object) {
        Map<Object, Object> others = new HashMap<>();
        if (object.get("status", "servers") instanceof Map<?, ?> all) {
            others.putAll(all);
        }
        others.remove(server);
        others.values().removeIf(entry -> !(entry instanceof Map<?, ?>));
        return others;
    }

    private boolean isForgotten(Map<?, ?> entry) {
        return !(entry.get("renewed") instanceof String renewed)
                || Instant.parse(renewed).plus(FORGET).isBefore(clock.instant());
    }

    private static long number(Map<?, ?> entry, String key) {
        return entry.get(key) instanceof Number number ? number.longValue() : 0;
    }
}
