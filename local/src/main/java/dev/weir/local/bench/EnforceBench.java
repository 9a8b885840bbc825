package dev.weir.local.bench;

import static java.util.Objects.requireNonNull;

import dev.weir.local.fabric.NetworkNamespace;
import dev.weir.local.supervisor.TemporaryCluster;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * From a write through the Kubernetes API to the first packet that the new policy judges, with everything real between: the local API, the
 * server, two daemons, the datapath. The packets go from a pod of one node to a pod of the other.
 */
final class EnforceBench {

    private static final String NAMESPACE = "bench";
    private static final String RECEIVER = "receiver";
    private static final String SENDER = "sender";
    private static final String RECEIVING_NODE = "weir-node-2";
    private static final int MANY_PODS = 300;
    private static final int WARM_UP = 60;

    /** What is written. */
    enum Write {
        /** A policy that admits the sender. */
        DENY_TO_ALLOW,
        /** The same policy is deleted. */
        ALLOW_TO_DENY,
        /** The sender loses the label that the policy's peer selects, or gets it back. */
        RELABEL
    }

    /**
     * One write.
     *
     * @param stored until the API has answered, in nanoseconds, as the others
     * @param enforced until the first packet was sent that the new policy judged
     * @param acknowledged until the server had the daemon's acknowledgement, by its own clock, which is this machine's
     */
    record Timing(long stored, long enforced, long acknowledged) {}

    private final TemporaryCluster cluster;
    private final KubernetesClient client;
    private final ShownNode receiving;
    private final Clock clock = Clock.systemUTC();
    private final int writes;
    private final PrintStream progress;
    private final Random pauses = new Random(1);

    private EnforceBench(TemporaryCluster cluster, int writes, PrintStream progress) {
        this.cluster = cluster;
        this.client = cluster.client();
        this.receiving = new ShownNode(cluster, RECEIVING_NODE);
        this.writes = writes;
        this.progress = progress;
    }

    /** @param writes of each kind, for each size of the cluster */
    static EnforceFigures run(int writes, PrintStream progress) throws IOException {
        try (TemporaryCluster cluster = TemporaryCluster.start(2, true, progress)) {
            return new EnforceBench(cluster, writes, progress).measure();
        }
    }

    private EnforceFigures measure() throws IOException {
        createPods();
        EnforceFigures figures = new EnforceFigures(writes);
        try (Probe probe = probe()) {
            figures.add(pods(), timings(probe), cluster.log(RECEIVING_NODE));
            addPods();
            figures.add(pods(), timings(probe), cluster.log(RECEIVING_NODE));
        }
        return figures;
    }

    private int pods() {
        return client.pods().inAnyNamespace().list().getItems().size();
    }

    private void createPods() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        create(pod(SENDER, "weir-node-1"));
        create(pod(RECEIVER, RECEIVING_NODE));
        client.resource(isolation()).create();
        awaitReady();
    }

    private void addPods() {
        progress.println("  " + MANY_PODS + " more pods");
        for (int number = 0; number < MANY_PODS; number++) {
            create(pod("pod-" + number, "weir-node-" + (1 + number % 2)));
        }
        awaitReady();
    }

    private void create(Pod pod) {
        client.resource(pod).create();
    }

    private void awaitReady() {
        for (Pod pod : client.pods().inNamespace(NAMESPACE).list().getItems()) {
            client.resource(pod).waitUntilReady(120, TimeUnit.SECONDS);
        }
    }

    private static Pod pod(String name, String node) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .withLabels(Map.of("app", name, "may", "send"))
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .addNewContainer()
                .withName("main")
                .withImage("example/any")
                .withPorts(new ContainerPortBuilder().withContainerPort(8080).build())
                .endContainer()
                .endSpec()
                .build();
    }

    private static NetworkPolicy isolation() {
        return new NetworkPolicyBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("isolation")
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .addToMatchLabels("app", RECEIVER)
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .endSpec()
                .build();
    }

    private static NetworkPolicy admission() {
        return new NetworkPolicyBuilder(isolation())
                .editMetadata()
                .withName("admission")
                .endMetadata()
                .editSpec()
                .addNewIngress()
                .addNewFrom()
                .withNewPodSelector()
                .addToMatchLabels("may", "send")
                .addToMatchLabels("app", SENDER)
                .endPodSelector()
                .endFrom()
                .endIngress()
                .endSpec()
                .build();
    }

    private Probe probe() throws IOException {
        String address = client.pods()
                .inNamespace(NAMESPACE)
                .withName(RECEIVER)
                .get()
                .getStatus()
                .getPodIP();
        return new Probe(namespace(SENDER), namespace(RECEIVER), address);
    }

    private static NetworkNamespace namespace(String pod) {
        return new NetworkNamespace("weir." + NAMESPACE + "." + pod);
    }

    private Map<Write, List<Timing>> timings(Probe probe) {
        Map<Write, List<Timing>> timings = new EnumMap<>(Write.class);
        for (Write write : Write.values()) {
            timings.put(write, new ArrayList<>());
        }
        for (int round = -WARM_UP; round < writes; round++) {
            Timing allowed =
                    time(probe, true, () -> client.resource(admission()).create());
            Timing cut = time(probe, false, () -> label("not"));
            Timing back = time(probe, true, () -> label("send"));
            Timing denied =
                    time(probe, false, () -> client.resource(admission()).delete());
            if (round >= 0) {
                requireNonNull(timings.get(Write.DENY_TO_ALLOW)).add(allowed);
                requireNonNull(timings.get(Write.ALLOW_TO_DENY)).add(denied);
                requireNonNull(timings.get(Write.RELABEL)).addAll(List.of(cut, back));
            }
        }
        return timings;
    }

    private void label(String value) {
        client.pods()
                .inNamespace(NAMESPACE)
                .withName(SENDER)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"labels\":{\"may\":\"" + value + "\"}}}");
    }

    private Timing time(Probe probe, boolean allows, Runnable write) {
        // No write falls into step with a timer of the server.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20) + pauses.nextInt(40_000_000));
        long before = receiving.ask().appliedRevision();
        Instant begun = clock.instant();
        long start = probe.arm();
        write.run();
        long stored = System.nanoTime() - start;
        // The server is asked only when the packets have told: questions in between would slow what is measured.
        long enforced = (allows ? probe.awaitFirstArrival() : probe.awaitSilence()) - start;
        Probe.await(
                () -> receiving.ask().appliedRevision() > before,
                () -> "the daemon has not acknowledged; the server shows " + receiving.ask());
        long acknowledged =
                Duration.between(begun, receiving.ask().upToDateSince()).toNanos();
        return new Timing(stored, enforced, acknowledged);
    }
}
