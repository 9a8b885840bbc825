package dev.weir.daemon.libbpf;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.off_t;
import jnr.ffi.types.size_t;
import org.jspecify.annotations.Nullable;

/**
 * The system calls that libbpf 1.1 does not wrap, or that are none of bpf. Functions give -1 where they fail and set errno.
 * Public because jnr implements it in a class loader of its own.
 */
public interface LibC {
    LibC LIBRARY = LibraryLoader.create(LibC.class).load("c");
    Runtime RUNTIME = Runtime.getRuntime(LIBRARY);

    /** {@code bpf(2)}, which has no wrapper: {@code syscall(SYS_bpf, command, attr, size)}. */
    long syscall(long number, int command, Pointer attr, int size);

    /** A pointer to the address -1 where it fails. */
    Pointer mmap(@Nullable Pointer address, @size_t long length, int protection, int flags, int fd, @off_t long offset);

    int munmap(Pointer address, @size_t long length);

    /** How many descriptors are ready. EINTR is an ordinary result. */
    int poll(Pointer descriptors, @size_t long count, int timeoutMillis);

    /** With {@code F_DUPFD_CLOEXEC}: a second descriptor for the same file, at least {@code argument}. */
    int fcntl(int fd, int command, int argument);

    int close(int fd);

    int vsnprintf(@Out byte[] text, @size_t long size, @In Pointer format, Pointer arguments);
}
