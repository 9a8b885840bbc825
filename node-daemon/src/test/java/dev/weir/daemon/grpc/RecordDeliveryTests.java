package dev.weir.daemon.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.flow.FlowRecord;
import dev.weir.daemon.flow.FlowRecorder;
import dev.weir.daemon.flow.LoggingChanges;
import dev.weir.daemon.flow.Names;
import dev.weir.daemon.flow.Observation;
import dev.weir.daemon.flow.RecordAccount;
import dev.weir.daemon.flow.RecordActivity;
import dev.weir.daemon.flow.RecordOptions;
import dev.weir.daemon.flow.RecordSink;
import dev.weir.daemon.flow.Withheld;
import dev.weir.daemon.layout.VerdictEvent;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Verdict;
import dev.weir.daemon.program.CookieArchive;
import dev.weir.daemon.program.IdTable;
import dev.weir.daemon.program.LoggingSettings;
import dev.weir.daemon.program.LoggingSettings.Action;
import dev.weir.daemon.program.NodeState;
import dev.weir.daemon.testing.Programs;
import dev.weir.daemon.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the recorder through the spool to a server, while the daemon is killed anywhere, the network fails and acknowledgements are
 * lost.
 */
class RecordDeliveryTests {
    private static final Pattern SOURCE = Pattern.compile("\"src_ip\":\"([^\"]+)\"");
    private static final int LIVES = 6;
    private static final int STEPS = 120;

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final IdTable ids = new IdTable();
    private final FakeServer server = new FakeServer();
    private int connections;

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** One life of the daemon. Its sink dies before or after it has flushed, when the test says so. */
    private final class Life implements RecordSink {
        private final RecordSpool spool;
        private final FlowRecorder recorder;
        private final Random random;
        private boolean dying;

        Life(long number, Random random) throws IOException {
            this.random = random;
            spool = new RecordSpool(folder.resolve("spool"), number);
            var options = RecordOptions.defaults("node-1")
                    .withFile(folder.resolve("policy_action.log"), 100 << 20, 5)
                    .withLinesPerSecond(RecordOptions.UNLIMITED);
            var books = new FlowRecorder.Books(
                    new RecordAccount(spool.accountBefore()), new RecordActivity(), new LoggingChanges(clock));
            recorder = new FlowRecorder(options, clock, books, this);
            var program = Programs.webAdmitsClient()
                    .withLogging(new LoggingSettings(Action.ALL, Action.OFF, Set.of(), Set.of(), 1))
                    .at(3);
            program.cookies().keySet().forEach(cookie -> ids.intern(IdTable.Kind.COOKIE, cookie));
            recorder.use(Names.NONE.next(new NodeState(program, ids, CookieArchive.EMPTY, 1), null, clock));
        }

        void live(int steps) throws IOException {
            for (var step = 0; step < steps; step++) {
                switch (random.nextInt(6)) {
                    case 0, 1, 2 -> see(1 + random.nextInt(40));
                    case 3 -> deliver(1 + random.nextInt(60), random.nextInt(3) > 0);
                    case 4 -> spool.rewind();
                    default -> spool.savePosition(RecordAccount.Totals.ZERO);
                }
            }
        }

        private void see(int events) {
            for (var event = 0; event < events; event++) {
                var source = Address.parse("10.9.%d.%d".formatted(connections >> 8, connections & 0xff));
                connections++;
                recorder.observe(Observation.of(new VerdictEvent(
                        clock.monotonicNanos(),
                        source,
                        Programs.WEB_ADDRESS,
                        ids.find(IdTable.Kind.COOKIE, Programs.ADMISSION),
                        40000,
                        80,
                        1,
                        6,
                        Direction.INGRESS,
                        Verdict.ALLOWED)));
            }
            recorder.tick();
        }

        private void deliver(int limit, boolean acknowledged) throws IOException {
            var batch = spool.read(limit);
            if (!batch.isEmpty()) {
                var durable = server.append(batch);
                if (acknowledged) {
                    spool.acknowledge(batch.spool(), durable);
                }
            }
        }

        void deliverAll() throws IOException {
            spool.rewind();
            for (var batch = spool.read(50); !batch.isEmpty(); batch = spool.read(50)) {
                spool.acknowledge(batch.spool(), server.append(batch));
            }
        }

        void die() {
            dying = true;
            try {
                see(30);
            } catch (Killed expected) {
                return;
            }
            throw new AssertionError("the daemon lived on");
        }

        @Override
        public void append(FlowRecord record) throws IOException {
            spool.append(record);
        }

        @Override
        public void append(Withheld withheld) throws IOException {
            spool.append(withheld);
        }

        @Override
        public void flush() throws IOException {
            var afterwards = random.nextBoolean();
            if (dying && !afterwards) {
                throw new Killed();
            }
            spool.flush();
            if (dying) {
                throw new Killed();
            }
        }
    }

    @Test
    void everyLineOfTheNodesFileIsAtTheServerExactlyOnceWhateverDies() throws IOException {
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (var life = 1; life <= LIVES; life++) {
            var daemon = new Life(life, random);
            daemon.live(STEPS);
            daemon.die();
        }
        new Life(LIVES + 1, random).deliverAll();
        var lines = sourcesInFile();
        assertThat(lines).as("seed %d", seed).hasSizeGreaterThan(1000).doesNotHaveDuplicates();
        var stored = server.stored().stream()
                .map(record ->
                        Address.of(record.getSourceAddress().toByteArray()).toString())
                .toList();
        assertThat(stored).as("seed %d", seed).doesNotHaveDuplicates().containsAll(lines);
        assertThat(stored.size() - lines.size())
                .as("seed %d: only what a dying daemon had flushed and not yet written", seed)
                .isBetween(0, LIVES * 30);
        assertThat(stored.stream().filter(Set.copyOf(lines)::contains))
                .as("seed %d: in order", seed)
                .containsExactlyElementsOf(lines);
    }

    private List<String> sourcesInFile() throws IOException {
        return Files.readAllLines(folder.resolve("policy_action.log")).stream()
                .map(line ->
                        SOURCE.matcher(line).results().findFirst().orElseThrow().group(1))
                .toList();
    }
}
