package dev.weir.daemon.grpc;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/** A piece of an append-only file: its length, a checksum over length and bytes, the bytes. A file of them has a heading. */
final class Frame {
    private static final byte[] HEADING = "weir-state-1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 2 * Integer.BYTES;

    private Frame() {}

    static void writeHeading(OutputStream out) throws IOException {
        out.write(HEADING);
    }

    /** @return its length */
    static int readHeading(DataInputStream in) throws IOException, DamagedFrameException {
        if (!Arrays.equals(in.readNBytes(HEADING.length), HEADING)) {
            throw new DamagedFrameException("it does not begin as a state does");
        }
        return HEADING.length;
    }

    static byte[] of(byte[] bytes) {
        return ByteBuffer.allocate(HEADER + bytes.length)
                .putInt(bytes.length)
                .putInt(checksum(bytes))
                .put(bytes)
                .array();
    }

    static int lengthOf(byte[] bytes) {
        return HEADER + bytes.length;
    }

    /**
     * The next frame's bytes; nothing at the end, also when the last frame is cut short or is not what its checksum says.
     *
     * @throws DamagedFrameException when a frame is not what its checksum says and others follow: it was whole once
     */
    static Optional<byte[]> read(DataInputStream in) throws IOException, DamagedFrameException {
        try {
            var length = in.readInt();
            var checksum = in.readInt();
            if (length < 0 || length > in.available()) {
                return Optional.empty();
            }
            var bytes = in.readNBytes(length);
            if (bytes.length == length && checksum(bytes) == checksum) {
                return Optional.of(bytes);
            }
            if (bytes.length == length && in.read() >= 0) {
                throw new DamagedFrameException("a step that others follow has a wrong checksum");
            }
            return Optional.empty();
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    private static int checksum(byte[] bytes) {
        var sum = new CRC32C();
        sum.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        sum.update(bytes);
        return (int) sum.getValue();
    }
}
