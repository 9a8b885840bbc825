package dev.weir.local.bench.control;

import dev.weir.local.api.ApiConfig;
import dev.weir.local.api.ApiServer;
import dev.weir.local.api.store.ObjectStore;
import dev.weir.local.bench.ServerProcess;
import dev.weir.local.bench.control.ClusterModel.PodModel;
import dev.weir.local.bench.control.Ledger.Trace;
import dev.weir.local.bench.control.SimulatedDaemon.Manner;
import dev.weir.local.sample.Manifests;
import dev.weir.local.supervisor.Installation;
import dev.weir.local.supervisor.RunDirectory;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;

/** Starts everything, measures one thing after another, and leaves nothing behind. */
public final class ControlBench {
    private static final long SEED = 1;
    private static final long PATIENCE_SECONDS = 300;
    /** Of the churn before anything is measured: the server is compiled to machine code meanwhile. */
    private static final Duration WARM_UP = Duration.ofSeconds(15);

    private static final int SLOW = 10;

    private final Installation installation;
    private final Scale scale;
    private final PrintStream progress;
    private final ControlFigures figures;

    public ControlBench(Installation installation, Scale scale, PrintStream progress) {
        this.installation = installation;
        this.scale = scale;
        this.progress = progress;
        this.figures = new ControlFigures(scale);
    }

    public ControlFigures run() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("weir-bench-control");
        try {
            run(directory);
        } finally {
            RunDirectory.deleteTree(directory);
        }
        return figures;
    }

    private void run(Path directory) throws IOException, InterruptedException {
        ObjectStore store = new ObjectStore();
        ClusterModel model = new ClusterModel(scale, SEED);
        GeneratedCluster cluster = new GeneratedCluster(store, model);
        Ledger ledger = new Ledger();
        say("generating " + scale.pods() + " pods and " + scale.policies() + " policies");
        try (ApiServer api = ApiServer.start(new ApiConfig(0, directory), store)) {
            applyDefinitions(api);
            cluster.create(scale);
            try (ServerProcess server = ServerProcess.start(
                            installation,
                            large(scale.heap()),
                            directory,
                            api.kubeconfig(),
                            List.of("--server.port=0"));
                    SimulatedDaemons daemons = new SimulatedDaemons(scale.nodes(), server.socket(), ledger)) {
                Churn churn = new Churn(scale, model, cluster, ledger, SEED);
                start(server, daemons);
                double undisturbed = churn(server, daemons, churn, ledger);
                reconnect(server, daemons, churn, ledger);
                disturb(daemons, churn, ledger, undisturbed);
                countLosses(daemons);
            }
        }
    }

    /** As the chart's values say for a server of many nodes. */
    private static List<String> large(String heap) {
        return List.of("-Xmx" + heap, "-XX:TieredStopAtLevel=4", "-XX:NewRatio=2");
    }

    private static void applyDefinitions(ApiServer api) {
        Config config = Config.fromKubeconfig(api.kubeconfig().toFile());
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            Manifests.apply(client, "/cluster/networklogging.yaml");
            Manifests.apply(client, "/cluster/networklogging-default.yaml");
        }
    }

    private void start(ServerProcess server, SimulatedDaemons daemons) throws InterruptedException {
        long started = System.nanoTime();
        say("starting the server");
        server.awaitSocket(PATIENCE_SECONDS);
        double listening = (System.nanoTime() - started) / 1e9;
        say("connecting " + scale.nodes() + " daemons");
        daemons.connectAll();
        double programmed = daemons.secondsUntilAll(daemon -> daemon.acknowledged() > 0, PATIENCE_SECONDS);
        figures.add(
                "start_to_listening_s", listening, "s", "process start, all objects listed, first compilation begun");
        figures.add("start_programmed_s", programmed, "s", "from the first daemon's call to the last acknowledgement");
        figures.add("start_peak_rss_mib", server.peakRssMiB(), "MiB", "hold 2048");
        figures.add(
                "snapshot_bytes_per_node",
                (double) sum(daemons, SimulatedDaemon::snapshotBytes) / scale.nodes(),
                "B",
                "");
    }

    /** Returns the 99th percentile. */
    private double churn(ServerProcess server, SimulatedDaemons daemons, Churn churn, Ledger ledger)
            throws InterruptedException {
        say("churn: " + WARM_UP.toSeconds() + " s to warm up, " + scale.churn().toSeconds() + " s measured");
        churn.run(WARM_UP);
        settle(ledger);
        ledger.takeLatencies();
        long bytes = sum(daemons, SimulatedDaemon::bytes);
        long updates = sum(daemons, SimulatedDaemon::updates);
        double cpu = server.cpuSeconds();
        long started = System.nanoTime();
        int changes = -(churn.created() + churn.deleted() + churn.edited());
        churn.run(scale.churn());
        double seconds = (System.nanoTime() - started) / 1e9;
        figures.add(
                "server_cpu_cores",
                (server.cpuSeconds() - cpu) / seconds,
                "cores",
                "Cilium p50 0.30 on each of its 1,000 agents");
        figures.add(
                "bytes_per_node_and_second",
                (sum(daemons, SimulatedDaemon::bytes) - bytes) / seconds / scale.nodes(),
                "B/s",
                "");
        figures.add("updates_per_second", (sum(daemons, SimulatedDaemon::updates) - updates) / seconds, "1/s", "");
        settle(ledger);
        changes += churn.created() + churn.deleted() + churn.edited();
        List<Long> latencies = ledger.takeLatencies();
        figures.add("changes", changes, "", "measured " + latencies.size());
        figures.add("latency_p50_ms", ControlFigures.percentileMs(latencies, 0.5), "ms", "hold 10; Cilium agent 9");
        figures.add("latency_p90_ms", ControlFigures.percentileMs(latencies, 0.9), "ms", "Cilium agent 23");
        figures.add("latency_p99_ms", ControlFigures.percentileMs(latencies, 0.99), "ms", "hold 150; Cilium agent 317");
        figures.add("latency_max_ms", ControlFigures.percentileMs(latencies, 1), "ms", "");
        figures.add("server_rss_mib", server.rssMiB(), "MiB", "hold 2048; Cilium p50 1507 on each agent");
        figures.add("server_live_heap_mib", server.liveHeapMiB(), "MiB", "after a full collection");
        return figures.value("latency_p99_ms");
    }

    private void settle(Ledger ledger) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
        while (ledger.openChanges() > 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(ledger.openChanges() + " changes were never acknowledged by all");
            }
            Thread.sleep(5);
        }
    }

    /** All connections break at once: first the daemons still have their programs, then they have lost them. */
    private void reconnect(ServerProcess server, SimulatedDaemons daemons, Churn churn, Ledger ledger)
            throws InterruptedException {
        say("breaking all connections");
        server.forgetPeak();
        daemons.disconnectAll();
        // What every one of them has to be told, so that it can be seen when it is up to date.
        PodModel missed = churn.createPod();
        daemons.connectAll();
        double resumed = daemons.secondsUntilAll(daemon -> daemon.acknowledged() > 0, PATIENCE_SECONDS);
        figures.add(
                "reconnect_resumed_s",
                resumed,
                "s",
                "all up to date by deltas; up to 0.5 s of it is the daemons' jitter");
        figures.add("reconnect_resumed_peak_rss_mib", server.peakRssMiB(), "MiB", "hold 2048");
        server.forgetPeak();
        daemons.disconnectAll();
        daemons.all().forEach(SimulatedDaemon::forget);
        daemons.connectAll();
        double anew = daemons.secondsUntilAll(daemon -> daemon.acknowledged() > 0, PATIENCE_SECONDS);
        figures.add("reconnect_snapshots_s", anew, "s", "all up to date by snapshots");
        figures.add("reconnect_snapshots_peak_rss_mib", server.peakRssMiB(), "MiB", "hold 2048");
        settle(ledger);
        if (ledger.isOpen(new Trace.Address(missed.address(), false))) {
            throw new IllegalStateException("a change during the outage was never acknowledged");
        }
        ledger.takeLatencies();
    }

    private void disturb(SimulatedDaemons daemons, Churn churn, Ledger ledger, double undisturbed)
            throws InterruptedException {
        say("churn with " + SLOW + " daemons that never acknowledge and " + SLOW + " that read nothing");
        for (int number = 0; number < SLOW; number++) {
            daemons.get(number).behave(Manner.NEVER_ACKNOWLEDGES);
            SimulatedDaemon deaf = daemons.get(number + SLOW);
            deaf.disconnect();
            // Dialling with nothing, it is sent a snapshot that it does not read.
            deaf.forget();
            deaf.behave(Manner.READS_NOTHING);
            deaf.connect();
        }
        ledger.count(node -> node >= 2 * SLOW);
        churn.run(scale.churn());
        settle(ledger);
        List<Long> latencies = ledger.takeLatencies();
        double p99 = ControlFigures.percentileMs(latencies, 0.99);
        figures.add(
                "latency_disturbed_p50_ms", ControlFigures.percentileMs(latencies, 0.5), "ms", "of all other nodes");
        figures.add("latency_disturbed_p99_ms", p99, "ms", "of all other nodes");
        figures.add("disturbed_p99_ratio", p99 / undisturbed, "", "to latency_p99_ms; 1 = nobody is delayed");
    }

    private void countLosses(SimulatedDaemons daemons) {
        String example = daemons.all().stream()
                .map(SimulatedDaemon::lastLoss)
                .filter(loss -> !loss.isEmpty())
                .findFirst()
                .orElse("hold 0");
        figures.add("connections_lost_unasked", sum(daemons, SimulatedDaemon::losses), "", example);
    }

    private static long sum(SimulatedDaemons daemons, ToLongFunction<SimulatedDaemon> figure) {
        return daemons.all().stream().mapToLong(figure).sum();
    }

    private void say(String what) {
        progress.println("  " + what);
    }
}
