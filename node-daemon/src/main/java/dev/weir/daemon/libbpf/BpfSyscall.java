package dev.weir.daemon.libbpf;

import jnr.ffi.LastError;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/** {@code bpf(2)} itself, for commands that libbpf 1.1 lacks. Offsets are those of {@code union bpf_attr} in linux/bpf.h. */
final class BpfSyscall {
    private static final int PROG_TEST_RUN = 10;
    private static final int LINK_CREATE = 28;
    private static final int ATTR_SIZE = 128;
    private static final long SYS_BPF = System.getProperty("os.arch", "").equals("aarch64") ? 280 : 321;

    private BpfSyscall() {}

    /** The descriptor of a new link between a program and one hook of an interface of this network namespace. */
    static int linkCreate(int programFd, int ifindex, TcxHook hook) {
        var attr = attr();
        attr.putInt(0, programFd);
        attr.putInt(4, ifindex);
        attr.putInt(8, hook.attachType());
        return (int) call(LINK_CREATE, attr, "BPF_LINK_CREATE", "hook=" + hook + ", ifindex=" + ifindex);
    }

    /** Fills {@code retval}, {@code duration} and the sizes of what came out. */
    static Pointer progTestRun(Pointer attr, String program) {
        call(PROG_TEST_RUN, attr, "BPF_PROG_TEST_RUN", "program=" + program);
        return attr;
    }

    static Pointer attr() {
        return Memory.allocateDirect(LibC.RUNTIME, ATTR_SIZE, true);
    }

    private static long call(int command, Pointer attr, String operation, String object) {
        var result = LibC.LIBRARY.syscall(SYS_BPF, command, attr, ATTR_SIZE);
        if (result < 0) {
            throw new BpfException(operation, object, LastError.getLastError(LibC.RUNTIME));
        }
        return result;
    }
}
