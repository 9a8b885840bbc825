package dev.weir.daemon.libbpf;

import static dev.weir.daemon.libbpf.TestPacket.udp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.datapath.Reconciliation;
import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.testing.Forms;
import dev.weir.daemon.testing.Forms.Form;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Millions of packets, in both directions and on all CPUs, while the real reconciler flips a large policy between forms that all mean
 * the same. Not one of them may be judged otherwise, whatever it meets in the maps.
 */
@RequiresBpf
final class UnderFireTests {
    private static final Path PINS =
            Path.of("/sys/fs/bpf/weir-under-fire-" + ProcessHandle.current().pid());
    private static final long PACKETS = 10_000_000;
    private static final int FLIPS = 60;
    private static final int AT_ONCE = 50;
    private static final int FORMS = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong toBeDenied = new AtomicLong();
    private LibbpfDatapath datapath;
    private BpfObject programs;
    private volatile boolean over;

    @BeforeEach
    void loadTheProgramsOverTheMapsOfTheDaemon() {
        datapath = LibbpfDatapath.load(TestNode.OBJECT, PINS);
        programs = BpfObject.open(TestNode.OBJECT).pinMaps(PINS).load();
    }

    @AfterEach
    void unpin() throws IOException {
        programs.close();
        datapath.close();
        Pins.remove(PINS);
    }

    @Test
    void noPacketMeetsAHalfWrittenPolicy() {
        var node = new Reconciliation(datapath, Map.of(Forms.POD, TestNode.HERE));
        node.everything(new Form(0, 0, 0, false).at(1));
        var started = System.nanoTime();
        var senders = CompletableFuture.allOf(
                sender("to_pod", 7, port -> udp(Forms.FRIEND + ":" + port, Forms.POD + ":8080"), false),
                sender("from_pod", 1, port -> udp(Forms.POD + ":" + port, Forms.FRIEND + ":8080"), false),
                sender("to_pod", 7, port -> udp(Forms.STRANGER + ":" + port, Forms.POD + ":8080"), true),
                sender("from_pod", 1, port -> udp(Forms.POD + ":" + port, Forms.STRANGER + ":8080"), true));
        var flips = flip(node, senders, started);
        senders.join();

        var seconds = (System.nanoTime() - started) / 1e9;
        System.out.printf(
                "under fire: %,d packets, %,d of them denied, %,d flips in %.1f s: %,.0f packets/s; seed %d%n",
                sent.get(), toBeDenied.get(), flips, seconds, sent.get() / seconds, seed);
        var drops = datapath.drops();
        assertThat(sent.get()).as("packets sent").isGreaterThanOrEqualTo(PACKETS);
        assertThat(toBeDenied.get()).as("packets to be denied").isBetween(PACKETS / 10, sent.get() * 9 / 10);
        assertThat(flips).as("flips meanwhile").isGreaterThanOrEqualTo(FLIPS);
        assertThat(drops.get(DropReason.POLICY))
                .as("packets denied; seed " + seed)
                .isEqualTo(toBeDenied.get());
        drops.remove(DropReason.POLICY);
        assertThat(drops.values()).as("dropped otherwise: " + drops).containsOnly(0L);
    }

    // Subjects, identities, both, only one identity with a subject (which is what takes a bridge), only another pod.
    private int flip(Reconciliation node, CompletableFuture<Void> senders, long started) {
        var flips = 0;
        var form = new Form(0, 0, 0, false);
        while (!senders.isDone()) {
            form = switch (random.nextInt(5)) {
                case 0 -> new Form(random.nextInt(FORMS), form.identities(), form.friend(), form.other());
                case 1 -> new Form(form.subjects(), random.nextInt(FORMS), form.friend(), form.other());
                case 2 -> new Form(random.nextInt(FORMS), random.nextInt(FORMS), form.friend(), form.other());
                case 3 -> new Form(random.nextInt(FORMS), form.identities(), random.nextInt(FORMS), form.other());
                default -> new Form(form.subjects(), form.identities(), form.friend(), !form.other());
            };
            node.change(form.at(2 + ++flips));
            over = sent.get() >= PACKETS && flips >= FLIPS || System.nanoTime() - started > PATIENCE.toNanos();
        }
        return flips;
    }

    private CompletableFuture<Void> sender(
            String program, int ingressIfindex, LongFunction<TestPacket> packet, boolean denied) {
        var ended = new CompletableFuture<Void>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                send(program, ingressIfindex, packet, denied);
                ended.complete(null);
            } catch (RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
        return ended;
    }

    private void send(String program, int ingressIfindex, LongFunction<TestPacket> packet, boolean denied) {
        var context = TestNode.context(ingressIfindex);
        for (var number = 0L; !over; number++) {
            // A new connection each time: what is known to conntrack would be judged at flips only.
            programs.program(program)
                    .testRun(packet.apply(1024 + number % 60_000).bytes(), context, AT_ONCE);
            sent.addAndGet(AT_ONCE);
            if (denied) {
                toBeDenied.addAndGet(AT_ONCE);
            }
        }
    }
}
