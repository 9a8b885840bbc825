package dev.weir.daemon.grpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a segment of the spool in large blocks. Once a block could not be written it is over: the file may end within a record, and
 * nothing that comes after could be read.
 */
final class SegmentWriter {
    private static final int BLOCK = 1 << 16;

    private final OutputStream file;
    private final ByteArrayOutputStream block = new ByteArrayOutputStream(BLOCK + 4096);
    private long size;
    private long waiting;

    SegmentWriter(OutputStream file) {
        this.file = file;
    }

    interface Entry {
        void writeTo(OutputStream target) throws IOException;
    }

    void add(Entry record) throws IOException {
        var before = block.size();
        record.writeTo(block);
        size += block.size() - before;
        waiting++;
        if (block.size() >= BLOCK) {
            flush();
        }
    }

    /** Bytes of all records so far. */
    long size() {
        return size;
    }

    /** Records that are not in the file yet. */
    long waiting() {
        return waiting;
    }

    void flush() throws IOException {
        block.writeTo(file);
        block.reset();
        waiting = 0;
    }

    /** Without what is waiting. */
    void close() throws IOException {
        file.close();
    }
}
