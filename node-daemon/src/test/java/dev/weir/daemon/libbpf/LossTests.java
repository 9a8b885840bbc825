package dev.weir.daemon.libbpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.daemon.DatapathSource;
import dev.weir.daemon.datapath.Enforcer;
import dev.weir.daemon.flow.FlowRecorder;
import dev.weir.daemon.flow.LoggingChanges;
import dev.weir.daemon.flow.RecordAccount;
import dev.weir.daemon.flow.RecordAccount.Entry;
import dev.weir.daemon.flow.RecordAccount.Loss;
import dev.weir.daemon.flow.RecordAccount.Totals;
import dev.weir.daemon.flow.RecordActivity;
import dev.weir.daemon.flow.RecordOptions;
import dev.weir.daemon.flow.Recording;
import dev.weir.daemon.grpc.NodeStateFile;
import dev.weir.daemon.grpc.RecordSpool;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.NodeClock;
import dev.weir.daemon.testing.Changes;
import dev.weir.daemon.testing.TwoNamespaces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three million events, offered as fast as this machine can (200,000 a second and more) to a recording that may write 20,000 lines a second: new allowed
 * connections, each one an event of the ring buffer, and denied packets, for the pods of two namespaces. Whatever becomes of them, the account adds up.
 */
@RequiresBpf
final class LossTests {
    private static final Path PINS =
            Path.of("/sys/fs/bpf/weir-loss-" + ProcessHandle.current().pid());
    private static final int CONNECTIONS = 200_000;
    private static final int CONNECTIONS_BEFORE_DENIALS = 16;
    private static final int AT_ONCE = 100;
    private static final int DENIED = CONNECTIONS / CONNECTIONS_BEFORE_DENIALS * AT_ONCE;
    private static final int LINES_PER_SECOND = 20_000;
    private static final int BACKUPS = 1000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private final RecordAccount account = new RecordAccount(Totals.ZERO);
    private LibbpfDatapath datapath;
    private BpfObject programs;
    private NodeStateFile state;
    private RecordSpool spool;
    private Recording recording;
    private boolean stopped;

    @BeforeEach
    void record() throws IOException {
        datapath = LibbpfDatapath.load(TestNode.OBJECT, PINS);
        programs = BpfObject.open(TestNode.OBJECT).pinMaps(PINS).load();
        state = new NodeStateFile(folder);
        spool = new RecordSpool(folder.resolve("spool"), 1);
        var clock = NodeClock.system();
        var options = RecordOptions.defaults("node-1")
                .withFile(folder.resolve("log/policy_action.log"), 10 << 20, BACKUPS)
                .withLinesPerSecond(LINES_PER_SECOND);
        var books = new FlowRecorder.Books(account, new RecordActivity(), new LoggingChanges(clock));
        var recorder = new FlowRecorder(options, clock, books, spool);
        var parts = new Enforcer.Parts(KernelJudge.unattached(datapath), state, new KernelJudge.Loopback(), clock);
        var enforcer = new Enforcer(
                parts, (next, change) -> recorder.use(recorder.names().next(next, change, clock)));
        enforcer.start();
        enforcer.scan(Map.of(
                TwoNamespaces.WEB, KernelJudge.Loopback.NAME,
                TwoNamespaces.LEDGER, KernelJudge.Loopback.NAME));
        enforcer.apply(Changes.between(enforcer.program(), TwoNamespaces.at(1)));
        recording = new Recording(new DatapathSource(datapath), recorder, clock);
        recording.start();
    }

    private void stopRecording() throws IOException {
        if (!stopped) {
            stopped = true;
            recording.close();
        }
    }

    @AfterEach
    void unpin() throws IOException {
        stopRecording();
        spool.close();
        state.close();
        programs.close();
        datapath.close();
        Pins.remove(PINS);
    }

    @Test
    void everyOfferedEventIsWrittenAggregatedOrLostForAReasonOnTheNodeAndInEachNamespace() throws IOException {
        var started = System.nanoTime();
        CompletableFuture.allOf(in(() -> offer(TwoNamespaces.WEB)), in(() -> offer(TwoNamespaces.LEDGER)))
                .join();
        var seconds = (System.nanoTime() - started) / 1e9;
        var offered = CONNECTIONS + DENIED;

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(account.totals().node().offered())
                        .as("in the end: " + account.totals())
                        .isEqualTo(2L * offered));
        stopRecording();

        var totals = account.totals();
        System.out.printf("loss: %,.0f events/s offered: %s%n", 2 * offered / seconds, totals);
        assertThat(totals.node().offered()).as("on the node").isEqualTo(2L * offered);
        // The kernel does not know whose the events were for which the ring buffer had no room.
        var nobodys = totals.namespaces().getOrDefault("", Entry.ZERO);
        assertThat(nobodys.lost().keySet()).isSubsetOf(Loss.RING_FULL);
        var shop = totals.namespaces().getOrDefault("shop", Entry.ZERO);
        var payments = totals.namespaces().getOrDefault("payments", Entry.ZERO);
        assertThat(List.of(shop, payments)).allSatisfy(namespace -> {
            assertThat(namespace.offered()).isBetween(offered - nobodys.offered(), (long) offered);
            assertThat(namespace.written()).isPositive();
            assertThat(namespace.aggregated()).isPositive();
            assertThat(namespace.lost()).containsKey(Loss.RATE_LIMIT);
        });
        assertThat(shop.offered() + payments.offered() + nobodys.offered()).isEqualTo(2L * offered);
        assertThat(linesInFiles()).as("lines").isEqualTo(totals.node().written());
    }

    private static CompletableFuture<Void> in(Runnable task) {
        var ended = new CompletableFuture<Void>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                task.run();
                ended.complete(null);
            } catch (RuntimeException | AssertionError e) {
                ended.completeExceptionally(e);
            }
        });
        return ended;
    }

    private void offer(Address pod) {
        var denied =
                TestPacket.udp(TwoNamespaces.client(0) + ":4000", pod + ":81").bytes();
        for (var number = 0; number < CONNECTIONS; number++) {
            send(connection(pod, number), 1);
            if (number % CONNECTIONS_BEFORE_DENIALS == 0) {
                send(denied, AT_ONCE);
            }
        }
    }

    /** Another address or another port each time, so each begins a connection. */
    private static byte[] connection(Address pod, int number) {
        var port = 1024 + number % 50_000;
        return TestPacket.udp(TwoNamespaces.client(1 + number / 50_000) + ":" + port, pod + ":80")
                .bytes();
    }

    private void send(byte[] packet, int times) {
        programs.program("to_pod").testRun(packet, TestNode.context(7), times);
    }

    private long linesInFiles() throws IOException {
        var lines = 0L;
        try (var files = Files.list(folder.resolve("log"))) {
            for (var file : files.toList()) {
                try (var content = Files.lines(file)) {
                    lines += content.filter(line -> line.startsWith("{\"connection\""))
                            .count();
                }
            }
        }
        return lines;
    }
}
