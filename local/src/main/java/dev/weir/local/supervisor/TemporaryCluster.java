package dev.weir.local.supervisor;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;

/** A local cluster that lives in this process for a measurement: the same parts as those of {@code up}. Closing it leaves nothing behind. */
public final class TemporaryCluster implements AutoCloseable {

    private final RunDirectory run;
    private final LocalCluster cluster;
    private final KubernetesClient client;
    private final Thread interrupted;

    private TemporaryCluster(RunDirectory run, LocalCluster cluster, Thread interrupted) {
        this.run = run;
        this.cluster = cluster;
        this.interrupted = interrupted;
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(run.kubeconfig().toFile()))
                .build();
    }

    /**
     * Returns when its pods are ready.
     *
     * @throws LocalClusterException when a local cluster is running
     */
    public static TemporaryCluster start(int nodes, boolean sample, PrintStream progress) {
        RunDirectory run = RunDirectory.DEFAULT;
        if (Processes.part(Processes.SUPERVISOR).isPresent()) {
            throw new LocalClusterException("A local cluster is running; end it with weir down first.");
        }
        new Cleanup(run).clean();
        LocalCluster cluster = new LocalCluster(run, Installation.fromProperty(), new Progress(progress));
        // Ctrl-C leaves nothing behind either.
        Thread interrupted = Thread.ofPlatform().unstarted(() -> end(run, cluster));
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            cluster.start(new LocalCluster.Wishes(nodes, sample, null));
            return new TemporaryCluster(run, cluster, interrupted);
        } catch (RuntimeException e) {
            Runtime.getRuntime().removeShutdownHook(interrupted);
            end(run, cluster);
            throw e;
        }
    }

    /** An administrator's client of its Kubernetes API. */
    public KubernetesClient client() {
        return client;
    }

    /** A path of its server. */
    public URI server(String path) {
        return URI.create(Parts.CONSOLE + path);
    }

    /** An administrator's token for its server. */
    public String token() {
        return run.read(run.apiToken()).orElseThrow();
    }

    /** What the part, a node's daemon or the server, has logged. */
    public Path log(String part) {
        return run.log(part);
    }

    @Override
    public void close() {
        client.close();
        Runtime.getRuntime().removeShutdownHook(interrupted);
        end(run, cluster);
    }

    private static void end(RunDirectory run, LocalCluster cluster) {
        cluster.close();
        run.keepLogs(Installation.fromProperty().logs());
        new Cleanup(run).clean();
    }
}
