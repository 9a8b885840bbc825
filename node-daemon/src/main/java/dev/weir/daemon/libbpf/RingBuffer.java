package dev.weir.daemon.libbpf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import jnr.ffi.LastError;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/**
 * The reading end of a ring buffer, mapped into memory: a record costs nanoseconds, not a native call. Used by one thread. The
 * kernel writes the producer's position after a record is complete, we write the consumer's after it was read.
 */
public final class RingBuffer implements AutoCloseable {
    private static final int PAGE = 4096;
    private static final int PROT_READ = 1;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 1;
    private static final long MAP_FAILED = -1;
    private static final int HEADER = 8;
    private static final int BUSY = 1 << 31;
    private static final int DISCARD = 1 << 30;
    private static final short POLLIN = 1;
    private static final int EINTR = 4;
    private static final VarHandle POSITION = ValueLayout.JAVA_LONG.varHandle();
    private static final VarHandle LENGTH = ValueLayout.JAVA_INT.varHandle();

    private final Descriptor descriptor;
    private final long size;
    private final MemorySegment consumer;
    private final MemorySegment producer;
    private final ByteBuffer data;
    private final Pointer pollfd = Memory.allocateDirect(LibC.RUNTIME, 8, true);

    /** Takes a record, which is not longer than a page. */
    public interface Consumer {
        void accept(ByteBuffer data, int at);
    }

    /** @param map of type RINGBUF; it may be closed afterwards */
    public RingBuffer(BpfMap map) {
        this.descriptor = Descriptor.duplicate(map.fd(), "map=" + map.name());
        this.size = map.maxEntries();
        this.consumer = mapped(PAGE, PROT_READ_WRITE, 0);
        // The data is there twice, one after the other, so that no record is broken in two: of the second a page is
        // enough.
        this.producer = mapped(PAGE + size + PAGE, PROT_READ, PAGE);
        this.data = producer.asByteBuffer().order(ByteOrder.nativeOrder());
        pollfd.putInt(0, descriptor.number());
        pollfd.putShort(4, POLLIN);
    }

    private MemorySegment mapped(long length, int protection, long offset) {
        var address = LibC.LIBRARY
                .mmap(null, length, protection, MAP_SHARED, descriptor.number(), offset)
                .address();
        if (address == MAP_FAILED) {
            throw new BpfException("mmap", "ring buffer, bytes=" + length, LastError.getLastError(LibC.RUNTIME));
        }
        return MemorySegment.ofAddress(address).reinterpret(length);
    }

    /**
     * Waits until there are records or the time is over, then reads all there are.
     *
     * @param consumer takes the records where they are; they are valid only during the call
     * @return how many
     */
    public int poll(Duration timeout, Consumer consumer) {
        var read = drain(consumer);
        if (read == 0 && await(timeout)) {
            read = drain(consumer);
        }
        return read;
    }

    private boolean await(Duration timeout) {
        var ready = LibC.LIBRARY.poll(pollfd, 1, Math.toIntExact(timeout.toMillis()));
        if (ready < 0 && LastError.getLastError(LibC.RUNTIME) != EINTR) {
            throw new BpfException("poll", "ring buffer", LastError.getLastError(LibC.RUNTIME));
        }
        return ready > 0;
    }

    private int drain(Consumer sink) {
        var read = 0;
        var position = (long) POSITION.get(consumer, 0L);
        while (position < (long) POSITION.getAcquire(producer, 0L)) {
            var at = PAGE + (position & (size - 1));
            var header = (int) LENGTH.getAcquire(producer, at);
            if ((header & BUSY) != 0) {
                break; // reserved, not yet submitted
            }
            var length = header & ~DISCARD;
            if ((header & DISCARD) == 0) {
                sink.accept(data, (int) at + HEADER);
                read++;
            }
            position += (length + HEADER + 7L) & -8L;
            POSITION.setRelease(consumer, 0L, position);
        }
        return read;
    }

    /** Not while another thread polls. */
    @Override
    public void close() {
        unmap(consumer);
        unmap(producer);
        descriptor.close();
    }

    private static void unmap(MemorySegment segment) {
        LibC.LIBRARY.munmap(Pointer.wrap(LibC.RUNTIME, segment.address()), segment.byteSize());
    }
}
