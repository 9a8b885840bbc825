package dev.weir.local.supervisor;

import dev.weir.local.fabric.Fabric;
import dev.weir.local.fabric.NodeNetwork;
import dev.weir.local.kubelet.NodeAgents;
import dev.weir.local.sample.Manifests;
import dev.weir.local.sample.SampleApplication;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A local cluster from its start to its end, in this process and its children. */
public final class LocalCluster implements AutoCloseable {

    private static final Duration SERVER_PATIENCE = Duration.ofSeconds(90);
    private static final Duration PODS_PATIENCE = Duration.ofSeconds(60);

    /**
     * What was asked for.
     *
     * @param kubeconfig of a real API; null for the embedded one
     */
    public record Wishes(
            int nodes, boolean sample, @Nullable Path kubeconfig) {}

    private final RunDirectory run;
    private final Parts parts;
    private final Progress progress;
    private final List<ChildProcess> children = new CopyOnWriteArrayList<>();
    private volatile @Nullable NodeAgents agents;

    public LocalCluster(RunDirectory run, Installation installation, Progress progress) {
        this.run = run;
        this.parts = new Parts(installation, run);
        this.progress = progress;
    }

    /** Returns when the console can be used and the sample's pods are ready. */
    public void start(Wishes wishes) {
        run.create();
        run.writePid();
        run.writeSecrets();
        if (wishes.kubeconfig() == null) {
            startCluster(wishes);
        } else {
            startAgainst(wishes.kubeconfig());
        }
        run.writeReady();
    }

    private void startCluster(Wishes wishes) {
        new Mounts(run).prepare();
        List<NodeNetwork> nodes = IntStream.rangeClosed(1, wishes.nodes())
                .mapToObj(NodeNetwork::new)
                .toList();
        LocalApi api = LocalApi.start(run, LocalApi.PORT);
        progress.step("Kubernetes API   " + api.address());
        Fabric.create(nodes);
        startChild(parts.server(run.kubeconfig()));
        nodes.forEach(this::startDaemon);
        progress.step("nodes            " + nodes.getFirst().name()
                + (nodes.size() == 1 ? "" : " … " + nodes.getLast().name()));
        KubernetesClient client = api.client();
        Manifests.apply(client, "/cluster/networklogging.yaml");
        Manifests.apply(client, "/cluster/networklogging-default.yaml");
        NodeAgents started = NodeAgents.start(client, nodes, run::endpointSocket, Clock.systemUTC());
        agents = started;
        SampleApplication.openInternet();
        if (wishes.sample()) {
            SampleApplication.apply(client);
            SampleApplication.sendVisitors(started.targets());
        }
        awaitServer();
        awaitPods(started);
    }

    private void startAgainst(Path kubeconfig) {
        startChild(parts.server(kubeconfig.toAbsolutePath()));
        awaitServer();
        progress.step(
                "Not here: nodes and daemons. The Helm chart installs the daemons in that cluster; those of a cluster");
        progress.step(
                "talk to the control plane in it, so this console shows policies, and no records or node states.");
    }

    private void startDaemon(NodeNetwork node) {
        try {
            Path home = run.node(node.name());
            Files.createDirectories(home.resolve("state"));
            Files.createDirectories(home.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        startChild(parts.daemon(node));
    }

    private void startChild(ChildProcess.Program program) {
        children.add(ChildProcess.start(program, progress::step));
    }

    private void awaitServer() {
        Health server = new Health(Parts.CONSOLE);
        if (!await(SERVER_PATIENCE, server::ready)) {
            throw new LocalClusterException("The server is not ready after " + SERVER_PATIENCE.toSeconds()
                    + " s; its log is kept in .weir/log/last-server.log.");
        }
        progress.step("control plane    " + Parts.CONSOLE);
    }

    /** Pods that are not ready after a while are a state to look at, not a failure to start. */
    private void awaitPods(NodeAgents started) {
        boolean all = await(
                PODS_PATIENCE, () -> started.count().ready() == started.count().all());
        progress.step("pods             " + started.count().ready() + " of "
                + started.count().all() + " ready" + (all ? "" : "; kubectl describe pod says why"));
    }

    private static boolean await(Duration patience, BooleanSupplier condition) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Ends the pods while their daemons still listen, then the daemons and the server. */
    @Override
    public void close() {
        NodeAgents started = agents;
        if (started != null) {
            started.close();
        }
        children.parallelStream().forEach(ChildProcess::close);
    }
}
