package dev.weir.daemon.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.WireFormat;
import dev.weir.proto.v1.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Goes through length-delimited records in a file that may still grow; of each it reads the sequence, which comes first. A record
 * that is not all there yet is not there: it comes with a later call, or, when its writer was killed, never.
 */
final class SegmentReader implements AutoCloseable {
    private static final int MAX_VARINT = 10;
    // One byte: the field's number is small.
    private static final int IN_A_BATCH = RecordBatch.RECORDS_FIELD_NUMBER << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private final FileChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 15).limit(0);
    private int start;
    private long sequence;

    SegmentReader(Path file) throws IOException {
        channel = FileChannel.open(file);
    }

    /** Goes to the next record; false = there is none yet. */
    boolean next() throws IOException {
        var found = find();
        while (!found && fill()) {
            found = find();
        }
        return found;
    }

    /** Of the record. */
    long sequence() {
        return sequence;
    }

    /** Writes the record as a {@link RecordBatch} holds it. */
    void writeTo(ByteString.Output batch) {
        batch.write(IN_A_BATCH);
        batch.write(buffer.array(), start, buffer.position() - start);
    }

    private boolean find() {
        start = buffer.position();
        var length = varint();
        if (length < 0 || buffer.remaining() < length) {
            buffer.position(start);
            makeRoom((int) length + MAX_VARINT);
            return false;
        }
        var end = buffer.position() + (int) length;
        buffer.get();
        sequence = varint();
        buffer.position(end);
        return true;
    }

    // Or -1 when it is not all there.
    private long varint() {
        var value = 0L;
        for (var shift = 0; shift < 7 * MAX_VARINT && buffer.hasRemaining(); shift += 7) {
            var next = buffer.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        return -1;
    }

    private void makeRoom(int needed) {
        if (needed > buffer.capacity()) {
            buffer = ByteBuffer.allocate(needed).put(buffer).flip();
        }
    }

    private boolean fill() throws IOException {
        buffer.compact();
        var read = channel.read(buffer);
        buffer.flip();
        return read > 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
