package dev.weir.local.kubelet;

import dev.weir.local.workload.Targets;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and ends the lives of the pods of all nodes as the API tells. Called by one informer thread. */
final class Kubelet implements ResourceEventHandler<Pod> {

    private static final Logger LOG = LoggerFactory.getLogger(Kubelet.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, LocalNode> nodes;
    private final KubernetesClient client;
    private final KubeletPorts ports;

    /** By namespace/name: the newest pod of that name that has not ended. */
    private final Map<String, PodLife> lives = new ConcurrentHashMap<>();

    Kubelet(Map<String, LocalNode> nodes, KubernetesClient client, Targets targets, Clock clock) {
        this.nodes = Map.copyOf(nodes);
        this.client = client;
        this.ports = new KubeletPorts(new PodStatusWriter(client, clock), new PodEvents(client, clock), targets);
    }

    @Override
    public void onAdd(Pod pod) {
        onUpdate(pod, pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
        LocalNode node = nodes.get(Pods.node(pod));
        if (node == null) {
            return;
        }
        PodLife life = lives.get(Pods.key(pod));
        boolean alive = life != null && life.uid().equals(Pods.uid(pod));
        if (Pods.terminating(pod)) {
            terminate(pod, alive ? life : null);
        } else if (Pods.finished(pod)) {
            if (alive && life != null) {
                life.stop();
            }
        } else if (alive && life != null) {
            life.update(pod);
        } else {
            begin(pod, node, life);
        }
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
        PodLife life = lives.get(Pods.key(pod));
        if (life != null && life.uid().equals(Pods.uid(pod))) {
            life.stop();
        }
    }

    /** A namespace's name can be used again only when its predecessor's is gone, so a successor waits. */
    private void begin(Pod pod, LocalNode node, @Nullable PodLife predecessor) {
        PodLife life = new PodLife(pod, node, ports);
        lives.put(Pods.key(pod), life);
        Thread.ofVirtual().name("pod " + Pods.key(pod)).start(() -> {
            try {
                if (predecessor != null) {
                    predecessor.stop();
                    predecessor.awaitEnd();
                }
                life.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                lives.remove(Pods.key(pod), life);
            }
        });
    }

    /** The API keeps a terminating pod until its node confirms that nothing of it is left. */
    private void terminate(Pod pod, @Nullable PodLife life) {
        Thread.startVirtualThread(() -> {
            try {
                if (life != null) {
                    life.stop();
                    life.awaitEnd();
                }
                client.pods()
                        .inNamespace(Pods.namespace(pod))
                        .withName(Pods.name(pod))
                        .withGracePeriod(0)
                        .delete();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (KubernetesClientException e) {
                LOG.warn("cannot confirm the deletion of pod {}: {}", Pods.key(pod), e.getMessage());
            }
        });
    }

    /** Ends all pods and waits for them, but not for ever: what is left is recognised later by its name. */
    void stopAll() {
        var all = lives.values().stream().toList();
        all.forEach(PodLife::stop);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (PodLife life : all) {
                if (!life.awaitEnd(Duration.ofNanos(deadline - System.nanoTime()))) {
                    LOG.info("not all pods have ended in time");
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
