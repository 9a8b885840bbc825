package dev.weir.daemon.grpc;

import static java.nio.file.StandardOpenOption.CREATE_NEW;

import com.google.protobuf.ByteString;
import dev.weir.daemon.flow.FlowRecord;
import dev.weir.daemon.flow.RecordAccount;
import dev.weir.daemon.flow.RecordSink;
import dev.weir.daemon.flow.Withheld;
import dev.weir.proto.daemon.v1.SpoolPosition;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records on their way to the server, in {@code <state>/spool}. What no server has acknowledged survives a restart of the
 * daemon and an outage of the server. Every life of the daemon is a spool of its own and starts its sequences at 1, so a
 * sequence never stands for two records, whatever a crash left on disk; spools are delivered one after another. At most
 * {@link #MAX_BYTES}: then the oldest segment goes and its records are counted as unreported.
 *
 * <p>Thread-safe: the recording thread appends, the reporting thread reads and acknowledges.
 */
public final class RecordSpool implements RecordSink, AutoCloseable {
    static final long MAX_BYTES = 64L << 20;
    static final int SEGMENT_BYTES = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(RecordSpool.class);

    private final Path folder;
    private final long spool;
    private final ArrayDeque<SpoolSegment> segments = new ArrayDeque<>();
    private final SpoolPosition saved;
    private final RecordEncoder encoder = new RecordEncoder();
    private final NewFiles files;
    private @Nullable SegmentWriter out;
    private long nextSequence = 1;
    private long nextNumber;
    private long unreported;
    private long acknowledgedSpool;
    private long acknowledged;
    private boolean overflowing;

    private @Nullable SegmentReader in;
    private @Nullable SpoolSegment reading;
    private long lastRead;

    /**
     * Records of one spool, in order.
     *
     * @param last sequence
     * @param records as the field of {@link dev.weir.proto.v1.RecordBatch}: what was written is what is sent
     */
    record Batch(long spool, long last, ByteString records) {
        boolean isEmpty() {
            return records.isEmpty();
        }
    }

    interface NewFiles {
        OutputStream create(Path file) throws IOException;
    }

    /**
     * @param spool names this life; must not be 0 nor ever have been used on this node
     */
    public RecordSpool(Path folder, long spool) throws IOException {
        this(folder, spool, file -> Files.newOutputStream(file, CREATE_NEW));
    }

    RecordSpool(Path folder, long spool, NewFiles files) throws IOException {
        this.folder = folder;
        this.spool = spool;
        this.files = files;
        Files.createDirectories(folder);
        try (var found = Files.list(folder)) {
            found.filter(SpoolSegment::isOne)
                    .map(SpoolSegment::of)
                    .sorted(Comparator.comparingLong(SpoolSegment::number))
                    .forEach(segments::add);
        }
        nextNumber = segments.isEmpty() ? 1 : segments.getLast().number() + 1;
        saved = readPosition(folder);
        acknowledgedSpool = saved.getSpool();
        acknowledged = saved.getAcknowledged();
        unreported = saved.getAccounting().getUnreported();
    }

    private static SpoolPosition readPosition(Path folder) throws IOException {
        try (var input = Files.newInputStream(folder.resolve("position.pb"))) {
            return SpoolPosition.parseFrom(input);
        } catch (NoSuchFileException e) {
            return SpoolPosition.getDefaultInstance();
        }
    }

    /** What earlier lives of the daemon counted. */
    public RecordAccount.Totals accountBefore() {
        return RecordMapper.totals(saved.getAccounting());
    }

    @Override
    public synchronized void append(FlowRecord record) throws IOException {
        append(target -> encoder.write(nextSequence, record, target));
    }

    @Override
    public synchronized void append(Withheld withheld) throws IOException {
        append(target -> encoder.write(nextSequence, withheld, target));
    }

    private void append(SegmentWriter.Entry record) throws IOException {
        var target = writable();
        attempt(target, () -> target.add(record));
        nextSequence++;
    }

    private SegmentWriter writable() throws IOException {
        var target = out;
        if (target != null && target.size() < SEGMENT_BYTES) {
            return target;
        }
        closeSegment();
        try {
            return nextSegment();
        } catch (IOException e) {
            unreported++;
            throw e;
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    // What was on its way into a segment that cannot be written is lost to the server; the next record begins another
    // segment.
    private void attempt(SegmentWriter target, Step step) throws IOException {
        try {
            step.run();
        } catch (IOException e) {
            out = null;
            unreported += target.waiting();
            try {
                target.close();
            } catch (IOException alsoNot) {
                e.addSuppressed(alsoNot);
            }
            throw e;
        }
    }

    private void closeSegment() throws IOException {
        var target = out;
        if (target != null) {
            attempt(target, target::flush);
            out = null;
            target.close();
        }
    }

    private SegmentWriter nextSegment() throws IOException {
        while (segments.size() >= MAX_BYTES / SEGMENT_BYTES) {
            dropOldest();
        }
        var segment = SpoolSegment.create(folder, nextNumber, spool);
        var opened = new SegmentWriter(files.create(segment.file()));
        nextNumber++;
        segments.add(segment);
        out = opened;
        return opened;
    }

    private void dropOldest() throws IOException {
        var oldest = segments.removeFirst();
        if (oldest.equals(reading)) {
            stopReading();
        }
        var lost = 0;
        try (var input = new SegmentReader(oldest.file())) {
            while (input.next()) {
                lost += isAcknowledged(oldest, input.sequence()) ? 0 : 1;
            }
        }
        unreported += lost;
        Files.delete(oldest.file());
        if (!overflowing) {
            overflowing = true;
            LOG.warn("the spool is full: the oldest records are dropped that no server has acknowledged, and counted");
        }
    }

    @Override
    public synchronized void flush() throws IOException {
        var target = out;
        if (target != null) {
            attempt(target, target::flush);
        }
    }

    /** The records after those that were read last, at most {@code limit}; empty when there are none. All are of one spool. */
    synchronized Batch read(int limit) throws IOException {
        var records = ByteString.newOutput();
        var count = 0;
        while (count < limit) {
            var input = in == null ? openOldest() : in;
            if (input != null && reading != null && input.next()) {
                lastRead = input.sequence();
                if (!isAcknowledged(reading, lastRead)) {
                    input.writeTo(records);
                    count++;
                }
            } else if (count > 0 || !nextReading()) {
                break;
            }
        }
        return new Batch(reading == null ? spool : reading.spool(), lastRead, records.toByteString());
    }

    private @Nullable SegmentReader openOldest() throws IOException {
        reading = segments.peekFirst();
        in = reading == null ? null : new SegmentReader(reading.file());
        return in;
    }

    // The next segment may be read when nothing more will come in this one, and, when it belongs to another spool, when
    // all of this spool is acknowledged: the position that is kept is that of one spool.
    private boolean nextReading() throws IOException {
        var following = reading == null ? null : after(reading);
        if (reading == null || following == null) {
            return false;
        }
        if (following.spool() != reading.spool() && lastRead > acknowledgedOf(reading)) {
            return false;
        }
        if (following.spool() != reading.spool()) {
            removeUpTo(following);
            lastRead = 0;
        }
        stopReading();
        reading = following;
        in = new SegmentReader(following.file());
        return true;
    }

    private @Nullable SpoolSegment after(SpoolSegment segment) {
        return segments.stream()
                .filter(other -> other.number() > segment.number())
                .findFirst()
                .orElse(null);
    }

    private void removeUpTo(SpoolSegment first) throws IOException {
        while (!segments.isEmpty() && segments.getFirst().number() < first.number()) {
            Files.deleteIfExists(segments.removeFirst().file());
        }
    }

    private boolean isAcknowledged(SpoolSegment segment, long sequence) {
        return sequence <= acknowledgedOf(segment);
    }

    private long acknowledgedOf(SpoolSegment segment) {
        return segment.spool() == acknowledgedSpool ? acknowledged : 0;
    }

    /**
     * A server holds every record of that spool up to this sequence. It may know more of it than was sent on this connection, so the answers to
     * the last batches of a spool still come when the next one is read already; they say nothing about that one.
     */
    synchronized void acknowledge(long ofSpool, long sequence) throws IOException {
        if (reading != null && reading.spool() == ofSpool) {
            acknowledged = ofSpool == acknowledgedSpool ? Math.max(acknowledged, sequence) : sequence;
            acknowledgedSpool = ofSpool;
            if (sequence >= lastRead) {
                removeUpTo(reading);
                overflowing = false;
            }
        }
    }

    /** Reads again from what is not acknowledged: a new connection. */
    synchronized void rewind() throws IOException {
        stopReading();
        reading = null;
        lastRead = 0;
    }

    private void stopReading() throws IOException {
        if (in != null) {
            in.close();
            in = null;
        }
    }

    synchronized long unreported() {
        return unreported;
    }

    /** Keeps how far the server is, and the account. */
    synchronized void savePosition(RecordAccount.Totals totals) throws IOException {
        DurableFile.replaceLazily(
                folder.resolve("position.pb"),
                SpoolPosition.newBuilder()
                        .setSpool(acknowledgedSpool)
                        .setAcknowledged(acknowledged)
                        .setAccounting(RecordMapper.accounting(totals, unreported))
                        .build()::writeTo);
    }

    @Override
    public synchronized void close() throws IOException {
        stopReading();
        closeSegment();
    }
}
