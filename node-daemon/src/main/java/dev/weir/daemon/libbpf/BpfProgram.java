package dev.weir.daemon.libbpf;

import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/** A loaded program. It belongs to its {@link BpfObject} and lives in the kernel while the object is open or a link holds it. */
public final class BpfProgram {
    private final String name;
    private final int fd;

    BpfProgram(String name, int fd) {
        this.name = name;
        this.fd = fd;
    }

    public String name() {
        return name;
    }

    int fd() {
        return fd;
    }

    /** Attaches to an interface of the network namespace of this thread. The link ends with {@code close} unless it is pinned. */
    public BpfLink attach(TcxHook hook, int ifindex) {
        return new BpfLink(new Descriptor(BpfSyscall.linkCreate(fd, ifindex, hook)), hook + " of ifindex " + ifindex);
    }

    /**
     * Runs the program in the kernel on one packet, without delivering it.
     *
     * @param packet with the Ethernet header
     * @param context {@code struct __sk_buff} as far as it is set, may be empty
     * @param repeat runs over which the duration is averaged
     */
    TestRun testRun(byte[] packet, byte[] context, int repeat) {
        var attr = BpfSyscall.attr();
        var data = copy(packet);
        var out = Memory.allocateDirect(LibC.RUNTIME, packet.length + 256, true);
        var ctx = copy(context);
        attr.putInt(0, fd);
        attr.putInt(8, packet.length);
        attr.putInt(12, packet.length + 256);
        attr.putLong(16, data.address());
        attr.putLong(24, out.address());
        attr.putInt(32, repeat);
        attr.putInt(40, context.length);
        attr.putLong(48, context.length == 0 ? 0 : ctx.address());
        BpfSyscall.progTestRun(attr, name);
        return new TestRun(attr.getInt(4), attr.getInt(36));
    }

    private static Pointer copy(byte[] bytes) {
        var memory = Memory.allocateDirect(LibC.RUNTIME, Math.max(1, bytes.length), true);
        memory.put(0, bytes, 0, bytes.length);
        return memory;
    }

    /**
     * @param action what the program returned, such as {@code TC_ACT_OK}
     * @param nanos average duration of one run
     */
    record TestRun(int action, int nanos) {}
}
