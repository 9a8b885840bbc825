package dev.weir.daemon.libbpf;

import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/**
 * {@code membarrier(2)}. Its global command ends in the kernel's {@code synchronize_rcu}, and a BPF program runs inside one RCU
 * read section: when the call returns, every program that was running has ended.
 */
final class Membarrier {
    private static final long SYS_MEMBARRIER = System.getProperty("os.arch", "").equals("aarch64") ? 283 : 324;
    private static final int GLOBAL = 1;

    /** A function of the C library. Public only because jnr implements it in a class loader of its own. */
    public interface SystemCall {
        SystemCall LIBRARY = LibraryLoader.create(SystemCall.class).load("c");

        long syscall(long number, int command, int flags, int cpu);
    }

    private Membarrier() {}

    static void waitForPackets() {
        if (SystemCall.LIBRARY.syscall(SYS_MEMBARRIER, GLOBAL, 0, 0) < 0) {
            throw new BpfException(
                    "membarrier",
                    "MEMBARRIER_CMD_GLOBAL",
                    LastError.getLastError(Runtime.getRuntime(SystemCall.LIBRARY)));
        }
    }
}
