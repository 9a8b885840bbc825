package dev.weir.local.fabric;

import jnr.ffi.LibraryLoader;
import jnr.ffi.LibraryOption;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.SaveError;

/** The system calls that move a thread into a network namespace, with the names of the C library. */
final class Libc {

    static final int O_RDONLY = 0;
    static final int O_CLOEXEC = 02000000;
    static final int CLONE_NEWNET = 0x40000000;

    private static final Functions FUNCTIONS = LibraryLoader.create(Functions.class)
            .option(LibraryOption.SaveError, true)
            .load("c");
    private static final Runtime RUNTIME = Runtime.getRuntime(FUNCTIONS);

    private Libc() {}

    /** What is called; exact C names. */
    public interface Functions {
        @SaveError
        int open(CharSequence path, int flags);

        @SaveError
        int setns(int descriptor, int kind);

        int close(int descriptor);
    }

    static int open(String path) {
        int descriptor = FUNCTIONS.open(path, O_RDONLY | O_CLOEXEC);
        if (descriptor < 0) {
            throw new FabricException("open(" + path + ") failed with errno " + RUNTIME.getLastError());
        }
        return descriptor;
    }

    static void enterNetwork(int descriptor, String name) {
        if (FUNCTIONS.setns(descriptor, CLONE_NEWNET) != 0) {
            throw new FabricException("setns into " + name + " failed with errno " + RUNTIME.getLastError());
        }
    }

    static void close(int descriptor) {
        FUNCTIONS.close(descriptor);
    }
}
