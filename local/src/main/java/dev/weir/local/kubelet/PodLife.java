package dev.weir.local.kubelet;

import dev.weir.local.fabric.FabricException;
import dev.weir.local.fabric.PodNetwork;
import dev.weir.local.workload.Flow;
import dev.weir.local.workload.Listeners;
import dev.weir.local.workload.Targets;
import dev.weir.local.workload.Traffic;
import dev.weir.local.workload.Transport;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pod from its binding to a node to its end. {@link #run} is that life, on a thread of its own; the other methods may be called from any thread. */
final class PodLife implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(PodLife.class);
    private static final long RETRY_MILLIS = 200;

    /** More {@code ip} processes at a time than the machine has use for only make each one slower. */
    private static final Semaphore BUILDERS = new Semaphore(4);

    private final LocalNode node;
    private final PodStatusWriter statuses;
    private final PodEvents events;
    private final Targets targets;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private volatile Pod pod;
    private @Nullable Sandbox sandbox;
    private boolean created;
    private @Nullable Listeners listeners;
    private @Nullable Traffic traffic;
    private String reported = "-";

    PodLife(Pod pod, LocalNode node, KubeletPorts ports) {
        this.pod = pod;
        this.node = node;
        this.statuses = ports.statuses();
        this.events = ports.events();
        this.targets = ports.targets();
    }

    String uid() {
        return Pods.uid(pod);
    }

    /** The pod has changed; of the changes only its traffic matters here. */
    void update(Pod changed) {
        boolean sameTraffic = Pods.annotation(pod, Flow.ANNOTATION).equals(Pods.annotation(changed, Flow.ANNOTATION));
        pod = changed;
        if (!sameTraffic) {
            Thread.startVirtualThread(this::restartTraffic);
        }
    }

    void stop() {
        stop.countDown();
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** False: it takes longer. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void run() {
        try {
            if (attempt(this::build) && attempt(this::listen) && attempt(this::becomeReady)) {
                restartTraffic();
                stop.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("pod {} failed", Pods.key(pod), e);
        } finally {
            end();
            ended.countDown();
        }
    }

    private void build() throws NotProgrammedException, InterruptedException {
        if (sandbox == null) {
            sandbox = Sandbox.of(pod, node);
        }
        Sandbox mine = sandbox();
        if (!created) {
            one(() -> mine.network().ifPresent(PodNetwork::create));
            created = true;
        }
        mine.attach();
        one(() -> mine.network().ifPresent(PodNetwork::bringUp));
    }

    private static void one(Runnable work) throws InterruptedException {
        BUILDERS.acquire();
        try {
            work.run();
        } finally {
            BUILDERS.release();
        }
    }

    private void listen() {
        Listeners opened = new Listeners(sandbox().namespace(), Pods.name(pod));
        try {
            for (ContainerPort port : declaredPorts()) {
                String protocol = port.getProtocol() == null ? "TCP" : port.getProtocol();
                Transport.of(protocol)
                        .ifPresentOrElse(
                                transport -> opened.listen(transport, port.getContainerPort()),
                                () -> events.warn(
                                        pod,
                                        "PortNotOpened",
                                        "nothing can listen for " + protocol + " on this machine"));
            }
        } catch (FabricException e) {
            opened.close();
            throw e;
        }
        listeners = opened;
        report("the pod's policy is not in force yet");
    }

    private void becomeReady() throws NotProgrammedException {
        sandbox().awaitProgrammed();
        Reachability.check(node.network(), sandbox().addresses(), declaredPorts());
        report("");
    }

    private List<ContainerPort> declaredPorts() {
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .toList();
    }

    private Sandbox sandbox() {
        Sandbox mine = sandbox;
        if (mine == null) {
            throw new IllegalStateException("pod " + Pods.key(pod) + " has no network yet");
        }
        return mine;
    }

    /** Repeats {@code step} until it succeeds, and says in the pod's status what it waits for. False: the pod is to end. */
    private boolean attempt(Step step) throws InterruptedException {
        while (stop.getCount() > 0) {
            try {
                step.run();
                return stop.getCount() > 0;
            } catch (NotProgrammedException | FabricException e) {
                report(String.valueOf(e.getMessage()));
            }
            stop.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
        return false;
    }

    private void report(String reason) {
        if (reason.equals(reported)) {
            return;
        }
        reported = reason;
        Sandbox mine = sandbox;
        if (mine == null || listeners == null) {
            statuses.pending(pod, reason);
        } else {
            statuses.running(pod, node.network(), mine.addresses(), reason);
        }
    }

    private synchronized void restartTraffic() {
        Traffic before = traffic;
        if (before != null) {
            before.close();
        }
        traffic = null;
        if (stop.getCount() == 0 || !reported.isEmpty()) {
            return;
        }
        try {
            List<Flow> flows = Flow.parseAll(Pods.annotation(pod, Flow.ANNOTATION));
            Traffic started = new Traffic(sandbox().namespace(), Pods.namespace(pod), targets);
            started.start(flows);
            traffic = started;
        } catch (IllegalArgumentException e) {
            events.warn(pod, "InvalidTraffic", "annotation " + Flow.ANNOTATION + ": " + e.getMessage());
        }
    }

    /** In the reverse order of the beginning. What fails is logged and the rest is removed all the same. */
    private void end() {
        stop.countDown();
        restartTraffic();
        Sandbox mine = sandbox;
        attemptOnce("close the listeners", () -> {
            if (listeners != null) {
                listeners.close();
            }
        });
        if (mine != null && mine.network().isPresent()) {
            PodNetwork network = mine.network().get();
            attemptOnce("detach", () -> node.daemon().detach(network));
            attemptOnce("remove the network", () -> one(network::remove));
            node.addresses().release(mine.addresses());
        }
    }

    private void attemptOnce(String what, Step step) {
        try {
            step.run();
        } catch (NotProgrammedException | RuntimeException e) {
            LOG.warn("pod {}: could not {}: {}", Pods.key(pod), what, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Step {
        void run() throws NotProgrammedException, InterruptedException;
    }
}
