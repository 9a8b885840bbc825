package dev.weir.daemon.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.daemon.flow.FlowRecord;
import dev.weir.daemon.flow.RecordAccount;
import dev.weir.proto.v1.Record;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** Whatever breaks, and whenever: what was flushed comes to the server once and in order. */
class RecordSpoolPropertyTests {
    private static final int STEPS = 2_000;
    private static final int BATCH = 50;

    private final Path folder;
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Deque<RecordSpool.Batch> underWay = new ArrayDeque<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Integer> flushed = new ArrayList<>();
    private final List<Integer> unflushed = new ArrayList<>();
    private final FakeServer server = new FakeServer();
    private long lives;
    private int records;
    private RecordSpool spool;

    RecordSpoolPropertyTests(@TempDir Path folder) throws IOException {
        this.folder = folder;
        spool = nextLife();
    }

    private record Answer(long spool, long sequence) {}

    // With names of some kilobytes a segment is soon full.
    private FlowRecord record() {
        return RecordSpoolTests.record(++records, "n".repeat(1 + random.nextInt(5_000)));
    }

    @RepeatedTest(20)
    void whatWasFlushedComesToTheServerOnceAndInOrder() throws IOException {
        for (var step = 0; step < STEPS; step++) {
            step();
        }
        flush();
        disconnect();
        while (server.stored().size() < flushed.size() && send()) {
            answer();
            acknowledge();
        }
        var stored = server.stored().stream().map(Record::getDestinationPort).toList();
        assertThat(flushed).as("seed %d: records that never came", seed).allMatch(Set.copyOf(stored)::contains);
        assertThat(stored).as("seed %d", seed).isEqualTo(flushed);
        spool.close();
    }

    private void step() throws IOException {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> append();
            case 3, 4 -> flush();
            case 5, 6 -> send();
            case 7, 8 -> answer();
            case 9 -> acknowledge();
            case 10 -> spool.savePosition(RecordAccount.Totals.ZERO);
            default -> breakSomething();
        }
    }

    private RecordSpool nextLife() throws IOException {
        return new RecordSpool(folder, ++lives);
    }

    private void append() throws IOException {
        for (var count = random.nextInt(30); count > 0; count--) {
            spool.append(record());
            unflushed.add(records);
        }
    }

    private void flush() throws IOException {
        spool.flush();
        flushed.addAll(unflushed);
        unflushed.clear();
    }

    private boolean send() throws IOException {
        var batch = spool.read(1 + random.nextInt(BATCH));
        if (!batch.isEmpty()) {
            underWay.add(batch);
        }
        return !underWay.isEmpty() || !answers.isEmpty();
    }

    private void answer() {
        if (!underWay.isEmpty()) {
            var batch = underWay.remove();
            answers.add(new Answer(batch.spool(), server.append(batch)));
        }
    }

    private void acknowledge() throws IOException {
        if (!answers.isEmpty()) {
            var answer = answers.remove();
            spool.acknowledge(answer.spool(), answer.sequence());
        }
    }

    private void breakSomething() throws IOException {
        if (random.nextInt(4) == 0) {
            killDaemon();
        } else {
            disconnect();
        }
    }

    // Some of what was under way has still come to the server, but no answer comes back.
    private void disconnect() throws IOException {
        for (var come = random.nextInt(3); come > 0; come--) {
            answer();
        }
        underWay.clear();
        answers.clear();
        spool.rewind();
    }

    // What was not flushed goes with the daemon, and the position is that of its last report.
    private void killDaemon() throws IOException {
        disconnect();
        flush();
        spool.close();
        spool = nextLife();
    }
}
