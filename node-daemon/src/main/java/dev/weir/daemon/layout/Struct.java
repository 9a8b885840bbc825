package dev.weir.daemon.layout;

import java.nio.ByteBuffer;

/**
 * A C struct as a value. Beside these methods each has {@code SIZE}, its offsets, and
 * {@code static decode(ByteBuffer source, int at)}. The order of the buffer does not matter, nor is its position touched.
 */
public interface Struct {
    /** Bytes in C. */
    int size();

    /** Writes the members at {@code at} and leaves the padding alone, which must be zero. */
    void encode(ByteBuffer target, int at);

    /** The bytes as they stand in a map, padding zero. */
    default byte[] toBytes() {
        var buffer = ByteBuffer.allocate(size());
        encode(buffer, 0);
        return buffer.array();
    }
}
