package dev.weir.daemon.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.daemon.flow.Connection;
import dev.weir.daemon.flow.FlowRecord;
import dev.weir.daemon.flow.Peer;
import dev.weir.daemon.flow.RecordAccount;
import dev.weir.daemon.flow.Withheld;
import dev.weir.daemon.layout.DropReason;
import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Verdict;
import dev.weir.proto.v1.Record;
import dev.weir.proto.v1.RecordBatch;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordSpoolTests {
    private static final Address ADDRESS = Address.parse("10.0.0.1");

    @TempDir
    Path folder;

    static FlowRecord record(int port, String name) {
        return new FlowRecord(
                new Connection(ADDRESS, ADDRESS, new Connection.Ports(1, port), 6, Direction.EGRESS),
                new FlowRecord.Decision(Verdict.ALLOWED, DropReason.NONE, List.of(), 1),
                new FlowRecord.Ends(new Peer.Node(name, ADDRESS), new Peer.Instance(ADDRESS)),
                new FlowRecord.Occurrence(Instant.EPOCH, Instant.EPOCH, 1, 0));
    }

    private static void write(RecordSpool spool, int from, int to) throws IOException {
        for (var port = from; port <= to; port++) {
            spool.append(record(port, "node"));
        }
        spool.flush();
    }

    /** As the server parses them. */
    static List<Record> records(RecordSpool.Batch batch) {
        try {
            var received = RecordBatch.parseFrom(ReadyBatch.of("node-1", batch).message());
            assertThat(received.getNode()).isEqualTo("node-1");
            assertThat(received.getSpool()).isEqualTo(batch.spool());
            return received.getRecordsList();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("a batch is a message", e);
        }
    }

    private static List<Integer> ports(RecordSpool.Batch batch) {
        return records(batch).stream().map(Record::getDestinationPort).toList();
    }

    @Test
    void whatWasWithheldTakesItsPlaceInTheSequence() throws IOException {
        try (var spool = new RecordSpool(folder, 1)) {
            write(spool, 1, 1);
            spool.append(new Withheld(Instant.ofEpochSecond(60), "shop", 10, 3));
            write(spool, 2, 2);
            var records = records(spool.read(5));
            assertThat(records).extracting(Record::getSequence).containsExactly(1L, 2L, 3L);
            assertThat(records).extracting(Record::hasWithheld).containsExactly(false, true, false);
            assertThat(records.get(1).getWithheld().getAllowed()).isEqualTo(10);
            assertThat(records.get(1).getTimestamp().getSeconds()).isEqualTo(60);
        }
    }

    @Test
    void recordsComeInOrderAndOnce() throws IOException {
        try (var spool = new RecordSpool(folder, 1)) {
            write(spool, 1, 5);
            var first = spool.read(3);
            assertThat(records(first)).extracting(Record::getSequence).containsExactly(1L, 2L, 3L);
            assertThat(ports(spool.read(3))).containsExactly(4, 5);
            assertThat(records(spool.read(3))).isEmpty();
            write(spool, 6, 6);
            assertThat(ports(spool.read(3))).containsExactly(6);
        }
    }

    @Test
    void aNewConnectionStartsAfterWhatIsAcknowledged() throws IOException {
        try (var spool = new RecordSpool(folder, 1)) {
            write(spool, 1, 5);
            spool.read(5);
            spool.acknowledge(1, 2);
            spool.rewind();
            assertThat(ports(spool.read(10))).containsExactly(3, 4, 5);
        }
    }

    @Test
    void whatIsNotAcknowledgedSurvivesARestartUnderItsOldSpool() throws IOException {
        try (var spool = new RecordSpool(folder, 1)) {
            write(spool, 1, 4);
            spool.read(4);
            spool.acknowledge(1, 1);
            spool.savePosition(RecordAccount.Totals.ZERO);
        }
        try (var spool = new RecordSpool(folder, 2)) {
            write(spool, 5, 6);
            var old = spool.read(10);
            assertThat(old.spool()).isEqualTo(1);
            assertThat(ports(old)).containsExactly(2, 3, 4);
            assertThat(records(spool.read(10)))
                    .as("the next spool waits until this one is acknowledged")
                    .isEmpty();
            spool.acknowledge(1, 4);
            var next = spool.read(10);
            assertThat(next.spool()).isEqualTo(2);
            assertThat(ports(next)).containsExactly(5, 6);
            assertThat(records(next).getFirst().getSequence()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerThatComesLateFromTheSpoolBeforeSaysNothingAboutThisOne() throws IOException {
        try (var spool = new RecordSpool(folder, 1)) {
            write(spool, 1, 4);
        }
        try (var spool = new RecordSpool(folder, 2)) {
            write(spool, 5, 9);
            var first = spool.read(2);
            var second = spool.read(2);
            // The server has all four from an earlier connection, and says so to each of the two batches.
            spool.acknowledge(first.spool(), 4);
            assertThat(ports(spool.read(1))).containsExactly(5);
            spool.acknowledge(second.spool(), 4);
            spool.rewind();
            assertThat(ports(spool.read(10))).containsExactly(5, 6, 7, 8, 9);
        }
    }

    @Test
    void aTornRecordAtTheEndOfALifeIsLeftOut() throws IOException {
        try (var spool = new RecordSpool(folder, 1)) {
            write(spool, 1, 2);
        }
        try (var files = Files.list(folder)) {
            var segment = files.filter(SpoolSegment::isOne).findFirst().orElseThrow();
            var bytes = Files.readAllBytes(segment);
            Files.write(
                    segment, java.util.Arrays.copyOf(bytes, bytes.length - 3), StandardOpenOption.TRUNCATE_EXISTING);
        }
        try (var spool = new RecordSpool(folder, 2)) {
            write(spool, 3, 3);
            assertThat(ports(spool.read(10))).containsExactly(1);
            spool.acknowledge(1, 1);
            assertThat(ports(spool.read(10))).containsExactly(3);
        }
    }

    @Test
    void manySegmentsAreReadAndRemoved() throws IOException {
        try (var spool = new RecordSpool(folder, 1)) {
            var name = "n".repeat(10_000);
            for (var port = 1; port <= 500; port++) {
                spool.append(record(port, name));
            }
            spool.flush();
            var read = new ArrayList<Integer>();
            for (var batch = spool.read(50); !batch.isEmpty(); batch = spool.read(50)) {
                read.addAll(ports(batch));
                spool.acknowledge(1, batch.last());
            }
            assertThat(read).hasSize(500).isSorted();
            try (var files = Files.list(folder)) {
                assertThat(files.filter(SpoolSegment::isOne)).hasSize(1);
            }
        }
    }

    @Test
    void aFullSpoolDropsTheOldestAndCountsThem() throws IOException {
        try (var spool = new RecordSpool(folder, 1)) {
            var name = "n".repeat(1 << 19);
            var written = 200;
            for (var port = 1; port <= written; port++) {
                spool.append(record(port, name));
            }
            spool.flush();
            var kept = 0;
            for (var batch = spool.read(20); !batch.isEmpty(); batch = spool.read(20)) {
                kept += records(batch).size();
            }
            assertThat(spool.unreported()).isPositive().isEqualTo(written - kept);
        }
    }

    /** A disk that is full while {@code room} is 0, which it then finds within a block. */
    private static final class FakeDisk implements RecordSpool.NewFiles {
        private int room = Integer.MAX_VALUE;

        @Override
        public OutputStream create(Path file) throws IOException {
            var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
            return new FilterOutputStream(out) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    out.write(bytes, from, Math.min(length, room));
                    if (length > room) {
                        throw new IOException("no space left on device");
                    }
                }
            };
        }
    }

    @Test
    void whatAFullDiskDidNotTakeIsCountedAndNothingBehindItIsTorn() throws IOException {
        var disk = new FakeDisk();
        try (var spool = new RecordSpool(folder, 1, disk)) {
            write(spool, 1, 3);
            spool.append(record(4, "node"));
            spool.append(record(5, "node"));
            disk.room = 20;
            assertThatThrownBy(spool::flush).hasMessageContaining("no space");
            disk.room = Integer.MAX_VALUE;
            assertThat(spool.unreported()).isEqualTo(2);
            write(spool, 6, 8);
            assertThat(ports(spool.read(3))).containsExactly(1, 2, 3);
            assertThat(ports(spool.read(10))).containsExactly(6, 7, 8);
        }
    }

    @Test
    void theAccountSurvivesARestart() throws IOException {
        var totals = new RecordAccount.Totals(Map.of(
                "shop",
                new RecordAccount.Entry(
                        4, 3, Map.of(RecordAccount.Loss.RATE_LIMIT, 2L), new RecordAccount.DenialLines(2, 5)),
                "",
                new RecordAccount.Entry(
                        0, 0, Map.of(RecordAccount.Loss.RING_FULL, 1L), RecordAccount.DenialLines.NONE)));
        assertThat(totals.node().offered()).isEqualTo(10);
        try (var spool = new RecordSpool(folder, 1)) {
            spool.savePosition(totals);
        }
        try (var spool = new RecordSpool(folder, 2)) {
            assertThat(spool.accountBefore()).isEqualTo(totals);
        }
    }
}
