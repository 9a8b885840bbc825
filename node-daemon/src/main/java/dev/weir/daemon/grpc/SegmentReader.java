package dev.weir.daemon.grpc;

import dev.weir.proto.v1.Record;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads length-delimited records from a file that may still grow. A record that is not all there yet is not there: it comes
 * with a later call, or, when its writer was killed, never.
 */
final class SegmentReader implements AutoCloseable {
    private static final int MAX_VARINT = 5;

    private final FileChannel channel;
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 15).limit(0);

    SegmentReader(Path file) throws IOException {
        channel = FileChannel.open(file);
    }

    /** The next record, or null when there is none yet. */
    @Nullable
    Record next() throws IOException {
        var record = parse();
        while (record == null && fill()) {
            record = parse();
        }
        return record;
    }

    private @Nullable Record parse() throws IOException {
        var start = buffer.position();
        var length = length();
        if (length < 0 || buffer.remaining() < length) {
            buffer.position(start);
            grow(length + MAX_VARINT);
            return null;
        }
        var body = buffer.slice(buffer.position(), length);
        buffer.position(buffer.position() + length);
        return Record.parseFrom(body);
    }

    // A varint, or -1 when it is not all there.
    private int length() {
        var value = 0;
        for (var shift = 0; shift < 7 * MAX_VARINT && buffer.hasRemaining(); shift += 7) {
            var next = buffer.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        return -1;
    }

    private void grow(int needed) {
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
