package dev.weir.local.kubelet;

import io.fabric8.kubernetes.api.model.Binding;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Binds pods without a node to one. All state belongs to one thread, {@code scheduler}; informer threads only hand work over. What it has bound counts at once,
 * before the API tells so, or a burst of pods would all go to the same node.
 */
final class Scheduler implements ResourceEventHandler<Pod>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    private static final long RETRY_MILLIS = 500;

    private final KubernetesClient client;
    private final Supplier<Collection<Node>> nodes;
    private final PodStatusWriter statuses;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("scheduler").factory());

    /** Pods by uid: on which node, and which wait for one. */
    private final Map<String, String> bound = new HashMap<>();

    private final Map<String, Pod> waiting = new LinkedHashMap<>();
    private final Map<String, Boolean> toldUnschedulable = new HashMap<>();

    Scheduler(KubernetesClient client, Supplier<Collection<Node>> nodes, Clock clock) {
        this.client = client;
        this.nodes = nodes;
        this.statuses = new PodStatusWriter(client, clock);
        thread.scheduleWithFixedDelay(this::bindWaiting, RETRY_MILLIS, RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void onAdd(Pod pod) {
        thread.execute(() -> see(pod));
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
        thread.execute(() -> see(pod));
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
        thread.execute(() -> forget(Pods.uid(pod)));
    }

    private void see(Pod pod) {
        String uid = Pods.uid(pod);
        if (Pods.finished(pod) || Pods.terminating(pod)) {
            forget(uid);
        } else if (!Pods.node(pod).isEmpty()) {
            forget(uid);
            bound.put(uid, Pods.node(pod));
        } else if (!bound.containsKey(uid)) {
            waiting.put(uid, pod);
            bindWaiting();
        }
    }

    private void forget(String uid) {
        bound.remove(uid);
        waiting.remove(uid);
        toldUnschedulable.remove(uid);
    }

    private void bindWaiting() {
        waiting.values().removeIf(this::bind);
    }

    /** False: the pod goes on waiting. */
    private boolean bind(Pod pod) {
        Map<String, Integer> load = new HashMap<>();
        bound.values().forEach(node -> load.merge(node, 1, Integer::sum));
        try {
            var node = NodeChoice.choose(pod, nodes.get(), load);
            if (node.isEmpty()) {
                tellUnschedulable(pod);
                return false;
            }
            String name = node.get().getMetadata().getName();
            client.raw(path(pod), "POST", binding(pod, name));
            bound.put(Pods.uid(pod), name);
            return true;
        } catch (KubernetesClientException e) {
            LOG.debug("cannot bind pod {}: {}", Pods.key(pod), e.getMessage());
            return e.getCode() == 404;
        }
    }

    private static String path(Pod pod) {
        return "/api/v1/namespaces/" + Pods.namespace(pod) + "/pods/" + Pods.name(pod) + "/binding";
    }

    private static Binding binding(Pod pod, String node) {
        return new BindingBuilder()
                .withNewMetadata()
                .withNamespace(Pods.namespace(pod))
                .withName(Pods.name(pod))
                .endMetadata()
                .withNewTarget()
                .withApiVersion("v1")
                .withKind("Node")
                .withName(node)
                .endTarget()
                .build();
    }

    private void tellUnschedulable(Pod pod) {
        if (toldUnschedulable.putIfAbsent(Pods.uid(pod), true) == null) {
            statuses.unschedulable(pod, "no node is ready and matches the pod's nodeSelector");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
