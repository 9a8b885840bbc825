package dev.weir.kubernetes;

import dev.weir.audit.AuditTrail;
import dev.weir.cluster.ClusterState;
import dev.weir.cluster.KubernetesObjects;
import dev.weir.cluster.ObjectWitness;
import dev.weir.nodes.NodeRegistry;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the edge to the Kubernetes API. */
@Configuration(proxyBeanMethods = false)
class KubernetesConfiguration {
    private static final int RECONNECT_MS = 100;
    private static final int REQUEST_TIMEOUT_MS = 10_000;

    @Bean(destroyMethod = "close")
    KubernetesClient kubernetesClient(KubernetesProperties properties) {
        Config found = properties.kubeconfig().isEmpty()
                ? Config.autoConfigure(null)
                : Config.fromKubeconfig(new File(properties.kubeconfig()));
        Config config = new ConfigBuilder(found)
                // Doubles up to 32 times this: an API server that returns is found within seconds.
                .withWatchReconnectInterval(RECONNECT_MS)
                .withRequestTimeout(REQUEST_TIMEOUT_MS)
                // The informers try again by themselves, and whoever writes wants to know at once.
                .withRequestRetryBackoffLimit(0)
                .withUserAgent("weir-server")
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** What is written through it is claimed for whoever writes, before the watch tells of it. */
    @Bean
    KubernetesObjects kubernetesObjects(KubernetesClient client, AuditTrail trail) {
        return trail.claiming(new ApiServerObjects(client));
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    ClusterWatcher clusterWatcher(
            KubernetesClient client,
            ClusterState state,
            List<ObjectWitness> witnesses,
            Clock clock,
            ApplicationEventPublisher events) {
        return new ClusterWatcher(
                client,
                state,
                ObjectWitness.all(witnesses),
                clock,
                () -> AvailabilityChangeEvent.publish(events, state, LivenessState.BROKEN));
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    LoggingReporter loggingReporter(KubernetesClient client, ClusterState state, NodeRegistry nodes, Clock clock) {
        LoggingEvents events = new LoggingEvents(client, clock);
        return new LoggingReporter(state, nodes, events, new LoggingStatus(client, serverName(), clock));
    }

    /** In a cluster the name of the pod. */
    private static String serverName() {
        return System.getenv().getOrDefault("HOSTNAME", "weir-server");
    }
}
