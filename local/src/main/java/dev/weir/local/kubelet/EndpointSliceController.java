package dev.weir.local.kubelet;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the API's EndpointSlices equal to what {@link EndpointSlices} computes; looks a few times a second, writes only differences. */
final class EndpointSliceController implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EndpointSliceController.class);
    private static final long PERIOD_MILLIS = 300;

    private final KubernetesClient client;
    private final Supplier<? extends Collection<Service>> services;
    private final Supplier<? extends Collection<Pod>> pods;
    private final Map<String, EndpointSlice> written = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("endpointslices").factory());

    EndpointSliceController(
            KubernetesClient client,
            Supplier<? extends Collection<Service>> services,
            Supplier<? extends Collection<Pod>> pods) {
        this.client = client;
        this.services = services;
        this.pods = pods;
        thread.scheduleWithFixedDelay(this::reconcile, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void reconcile() {
        try {
            Map<String, EndpointSlice> wanted = new HashMap<>();
            EndpointSlices.of(services.get(), pods.get()).forEach(slice -> wanted.put(key(slice), slice));
            // Slices of a deleted service go with it: it owns them.
            written.keySet().retainAll(wanted.keySet());
            wanted.forEach((key, slice) -> {
                if (!slice.equals(written.get(key))) {
                    client.resource(slice).createOr(NonDeletingOperation::update);
                    written.put(key, slice);
                }
            });
        } catch (KubernetesClientException e) {
            LOG.warn("cannot write EndpointSlices: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("EndpointSlices could not be computed", e);
        }
    }

    private static String key(EndpointSlice slice) {
        return slice.getMetadata().getNamespace() + "/" + slice.getMetadata().getName();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
