package dev.weir.local.bench;

import dev.weir.local.bench.Latency.Test;
import dev.weir.local.supervisor.RunDirectory;
import dev.weir.proto.v1.NodeReport;
import dev.weir.proto.v1.RecordAccounting;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What recording holds and costs on one node: a real daemon as in production, the real datapath, real packets between two pods. Only the
 * control plane is played, by the bench; it acknowledges records at once.
 */
final class RecordsBench {

    private static final int PORT = 900;
    private static final int[] RATES = {50_000, 100_000};
    private static final Pair PODS = new Pair("records", 4);
    private static final List<Pair> FLOODING = List.of(PODS, new Pair("records2", 5), new Pair("records3", 6));
    private static final int FOLLOWED = 1000;
    private static final int PAIRS_OF_BLOCKS_A_ROUND = 8;
    private static final Duration REST = Duration.ofSeconds(3);
    private static final Duration REST_OF_A_BLOCK = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Installation installation;
    private final int rounds;
    private final int milliseconds;
    private final PrintStream progress;
    private long revision;

    RecordsBench(Installation installation, int rounds, int milliseconds, PrintStream progress) {
        this.installation = installation;
        this.rounds = rounds;
        this.milliseconds = milliseconds;
        this.progress = progress;
    }

    RecordsFigures run() throws IOException {
        RecordsFigures figures = new RecordsFigures();
        measureNode(figures);
        figures.addTail(new LiveTail(FOLLOWED, progress, Clock.systemUTC()).measure());
        return figures;
    }

    private void measureNode(RecordsFigures figures) throws IOException {
        Path directory = Files.createTempDirectory("weir-bench");
        Path socket = directory.resolve("server.sock");
        try (BenchControlPlane controlPlane = new BenchControlPlane(socket);
                BenchNode node = BenchNode.asInProduction(installation, directory, socket, FLOODING)) {
            for (Pair pair : FLOODING) {
                node.attach(pair);
            }
            for (int rate : RATES) {
                figures.addEvents(rate, events(controlPlane, node, rate));
            }
            figures.addFlood(flood(controlPlane, node));
            node.keepDaemonOff(Latency.CPU);
            figures.addCost(cost(controlPlane));
        } finally {
            RunDirectory.deleteTree(directory);
        }
    }

    /** What was offered in a measurement, and what became of it. */
    record Outcome(Sent sent, Account account, Duration cpu, long rssBytes) {
        long unaccounted() {
            return sent.packets - account.offered();
        }
    }

    record Sent(long packets, long nanoseconds) {
        /** At the same time. */
        Sent plus(Sent other) {
            return new Sent(packets + other.packets, Math.max(nanoseconds, other.nanoseconds));
        }

        double perSecond() {
            return packets * 1e9 / nanoseconds;
        }
    }

    record Account(long written, long aggregated, Map<String, Long> lost) {
        long offered() {
            return written
                    + aggregated
                    + lost.values().stream().mapToLong(Long::longValue).sum();
        }

        Account minus(Account earlier) {
            Map<String, Long> losses = new TreeMap<>(lost);
            earlier.lost.forEach((reason, events) -> losses.merge(reason, -events, Long::sum));
            losses.values().removeIf(events -> events == 0);
            return new Account(written - earlier.written, aggregated - earlier.aggregated, losses);
        }

        static Account of(NodeReport report) {
            RecordAccounting records = report.getRecords();
            return new Account(records.getWritten(), records.getAggregated(), records.getLostMap());
        }
    }

    private Outcome events(BenchControlPlane controlPlane, BenchNode node, int rate) {
        progress.printf("events: %,d new connections a second%n", rate);
        publish(controlPlane, true, true);
        DatapathBench.rest(REST);
        return measured(controlPlane, node, () -> send(PODS, "flows", String.valueOf(rate)));
    }

    private Outcome flood(BenchControlPlane controlPlane, BenchNode node) {
        progress.printf("denials: as many packets as the machine sends from %d pods%n", FLOODING.size());
        publish(controlPlane, false, true);
        DatapathBench.rest(REST);
        return measured(controlPlane, node, this::sendFromAll);
    }

    private Outcome measured(BenchControlPlane controlPlane, BenchNode node, Supplier<Sent> sending) {
        Account before = settled(controlPlane, 0);
        Duration cpuBefore = node.daemonCpu();
        Sent sent = sending.get();
        Duration cpu = node.daemonCpu().minus(cpuBefore);
        Account after = settled(controlPlane, before.offered() + sent.packets);
        long rss = controlPlane.report().orElseThrow().getRssBytes();
        return new Outcome(sent, after.minus(before), cpu, rss);
    }

    private Sent sendFromAll() {
        return FLOODING.stream()
                .map(pair -> CompletableFuture.supplyAsync(
                        () -> send(pair, "packets", String.valueOf(PORT)), Thread::startVirtualThread))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .reduce(new Sent(0, 0), Sent::plus);
    }

    private Sent send(Pair pair, String kind, String number) {
        String[] figures = Shell.run(Shell.inNamespace(
                        pair.client().namespace(),
                        installation.flood().toString(),
                        kind,
                        pair.server().address(),
                        number,
                        String.valueOf(5 * milliseconds)))
                .strip()
                .split(" ");
        return new Sent(Long.parseLong(figures[0]), Long.parseLong(figures[1]));
    }

    /** The account when it has reached {@code offered}, or no longer moves: denials wait five seconds for their line. */
    private static Account settled(BenchControlPlane controlPlane, long offered) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Account last = reported(controlPlane);
        int still = 0;
        while (last.offered() < offered && still < 5 && System.nanoTime() < deadline) {
            DatapathBench.rest(REST);
            Account next = reported(controlPlane);
            still = next.equals(last) ? still + 1 : 0;
            last = next;
        }
        return last;
    }

    private static Account reported(BenchControlPlane controlPlane) {
        return controlPlane.report().map(Account::of).orElse(new Account(0, 0, Map.of()));
    }

    private Blocks cost(BenchControlPlane controlPlane) throws IOException {
        Latency latency = new Latency(installation.latency(), PORT);
        Process server = latency.serve(PODS.server());
        int pairs = rounds * PAIRS_OF_BLOCKS_A_ROUND;
        progress.printf("cost of recording: %d pairs of blocks%n", pairs);
        try {
            return Blocks.measure(pairs, records -> connectClose(controlPlane, latency, records));
        } finally {
            BenchNode.end(server);
        }
    }

    private long connectClose(BenchControlPlane controlPlane, Latency latency, boolean records) {
        publish(controlPlane, true, records);
        DatapathBench.rest(REST_OF_A_BLOCK);
        return latency.measure(PODS, Test.CONNECT_CLOSE, milliseconds / 5);
    }

    private void publish(BenchControlPlane controlPlane, boolean admits, boolean records) {
        controlPlane.publish(new RecordsProgram(FLOODING, admits, records).snapshot(++revision));
    }
}
