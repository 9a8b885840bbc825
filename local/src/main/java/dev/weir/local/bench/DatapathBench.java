package dev.weir.local.bench;

import static java.util.Objects.requireNonNull;

import dev.weir.local.bench.Latency.Test;
import dev.weir.local.supervisor.RunDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Request/response and connect/close latency through Weir and through others, as ratios to plain kernel routing in the same run.
 * Configurations are measured in shuffled order, round by round; a configuration's figure is its best median.
 */
final class DatapathBench {

    private static final int PORT = 900;
    private static final Duration REST = Duration.ofSeconds(3);
    private static final Pair PLAIN = new Pair("plain", 1);
    private static final Pair ENFORCED = new Pair("weir", 2);

    private final Installation installation;
    private final int rounds;
    private final int milliseconds;
    private final PrintStream progress;
    private final Map<Configuration, Map<Test, Long>> best = new LinkedHashMap<>();
    private long revision;

    DatapathBench(Installation installation, int rounds, int milliseconds, PrintStream progress) {
        this.installation = installation;
        this.rounds = rounds;
        this.milliseconds = milliseconds;
        this.progress = progress;
        Configuration.all().forEach(configuration -> best.put(configuration, new EnumMap<>(Test.class)));
    }

    DatapathFigures run() throws IOException {
        Path directory = Files.createTempDirectory("weir-bench");
        Path socket = directory.resolve("server.sock");
        try (BenchControlPlane controlPlane = new BenchControlPlane(socket);
                BenchNode node = new BenchNode(installation, directory, socket, List.of(PLAIN, ENFORCED))) {
            node.attach(ENFORCED);
            measureAllRounds(controlPlane);
        } finally {
            RunDirectory.deleteTree(directory);
        }
        return new DatapathFigures(rounds, milliseconds, best);
    }

    private void measureAllRounds(BenchControlPlane controlPlane) throws IOException {
        Latency latency = new Latency(installation.latency(), PORT);
        Process plain = latency.serve(PLAIN.server());
        Process enforced = latency.serve(ENFORCED.server());
        try {
            List<Configuration> order = new ArrayList<>(best.keySet());
            for (int round = 1; round <= rounds; round++) {
                Collections.shuffle(order, new Random(round));
                for (Configuration configuration : order) {
                    progress.printf("round %d of %d: %s%n", round, rounds, configuration.name());
                    measure(configuration, latency, controlPlane);
                }
            }
        } finally {
            BenchNode.end(plain);
            BenchNode.end(enforced);
        }
    }

    private void measure(Configuration configuration, Latency latency, BenchControlPlane controlPlane) {
        Pair pair = prepare(configuration, controlPlane);
        try {
            for (Test test : Test.values()) {
                requireNonNull(best.get(configuration))
                        .merge(test, latency.measure(pair, test, milliseconds), Math::min);
            }
        } finally {
            Firewall.clear();
        }
    }

    private Pair prepare(Configuration configuration, BenchControlPlane controlPlane) {
        switch (configuration) {
            case Configuration.Plain ignored -> {}
            case Configuration.Nftables nftables -> Firewall.nftables(nftables.rules(), PORT);
            case Configuration.Iptables iptables -> Firewall.iptables(iptables.rules(), PORT);
            case Configuration.Weir weir -> {
                controlPlane.publish(
                        new ManyPolicies(weir.policies(), weir.policies(), ENFORCED, PORT).snapshot(1, ++revision));
                rest(REST);
                return ENFORCED;
            }
        }
        return PLAIN;
    }

    /** The daemon still tidies up when it has acknowledged, and the kernel frees what was removed: neither is a packet's cost. */
    static void rest(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted");
        }
    }
}
