package dev.weir.daemon.libbpf;

import jnr.ffi.LastError;

/** A file descriptor that is closed once. The kernel object lives on while it is pinned, attached or in use. */
final class Descriptor implements AutoCloseable {
    private static final int F_DUPFD_CLOEXEC = 1030;

    private final int number;
    private boolean open = true;

    Descriptor(int number) {
        this.number = number;
    }

    /** A second descriptor for what {@code fd} stands for, with a life of its own. */
    static Descriptor duplicate(int fd, String object) {
        var number = LibC.LIBRARY.fcntl(fd, F_DUPFD_CLOEXEC, 0);
        if (number < 0) {
            throw new BpfException("fcntl(F_DUPFD_CLOEXEC)", object, LastError.getLastError(LibC.RUNTIME));
        }
        return new Descriptor(number);
    }

    /** @throws IllegalStateException after {@link #close()}: the number may be somebody else's by now */
    synchronized int number() {
        if (!open) {
            throw new IllegalStateException("descriptor " + number + " is closed");
        }
        return number;
    }

    @Override
    public synchronized void close() {
        if (open) {
            open = false;
            LibC.LIBRARY.close(number);
        }
    }
}
