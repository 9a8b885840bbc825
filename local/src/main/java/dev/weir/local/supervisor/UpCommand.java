package dev.weir.local.supervisor;

import dev.weir.local.fabric.NodeNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a cluster and stays until Ctrl-C, or until {@code down}. */
@Command(name = "up", description = "Start the local cluster and run it until Ctrl-C or weir down.")
public final class UpCommand implements Callable<Integer> {

    @Option(names = "--nodes", defaultValue = "2", description = "number of nodes (default: ${DEFAULT-VALUE})")
    private int nodes;

    @Option(names = "--no-sample", description = "leave out the sample application")
    private boolean noSample;

    @Option(names = "--kubeconfig", description = "run control plane and console against this cluster's API instead")
    private @Nullable Path kubeconfig;

    private static final Duration UNWINDING = Duration.ofSeconds(1);

    private final RunDirectory run = RunDirectory.DEFAULT;
    private final Progress progress = new Progress(System.out);

    @Override
    public Integer call() {
        check();
        if (Processes.part(Processes.SUPERVISOR).isPresent()) {
            sayRunning();
            return 0;
        }
        Cleanup cleanup = new Cleanup(run);
        if (cleanup.needed()) {
            progress.step("removing what an earlier cluster has left behind");
            cleanup.clean();
        }
        LocalCluster cluster = new LocalCluster(run, Installation.fromProperty(), progress);
        Thread starting = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            end(starting);
            cluster.close();
            run.keepLogs(Installation.fromProperty().logs());
            cleanup.clean();
        }));
        runUntilStopped(cluster);
        return 0;
    }

    private void runUntilStopped(LocalCluster cluster) {
        try {
            cluster.start(new LocalCluster.Wishes(nodes, !noSample, kubeconfig));
            sayRunning();
            new CountDownLatch(1).await();
        } catch (InterruptedException stopping) {
            // Ctrl-C or SIGTERM: the shutdown hook takes the cluster down while this thread ends.
            Thread.currentThread().interrupt();
        }
    }

    private void check() {
        if (nodes < 1 || nodes > NodeNetwork.MOST_NODES) {
            throw new LocalClusterException("--nodes takes 1 to " + NodeNetwork.MOST_NODES + ", not " + nodes + ".");
        }
        if (kubeconfig != null && !Files.isReadable(kubeconfig)) {
            throw new LocalClusterException("The kubeconfig " + kubeconfig + " cannot be read.");
        }
    }

    /** Whatever is being built at this moment is given up, or it would go on beside the cleaning. */
    private void end(Thread starting) {
        progress.say("Stopping.");
        starting.interrupt();
        try {
            starting.join(UNWINDING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sayRunning() {
        if (!Files.exists(run.ready())) {
            progress.say("The local cluster is starting; weir status shows how far it is.");
            return;
        }
        progress.say("");
        progress.say("  Console     " + Parts.CONSOLE);
        progress.say("  Sign in     admin / " + run.adminPasswordText());
        if (Files.exists(run.kubeconfig())) {
            progress.say("  kubectl     export KUBECONFIG=" + run.kubeconfig());
        }
        progress.say("");
    }
}
