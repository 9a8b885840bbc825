package dev.weir.daemon.libbpf;

import java.util.HexFormat;
import jnr.ffi.Memory;

/**
 * What the kernel says of a loaded program: {@code struct bpf_prog_info} in linux/bpf.h.
 *
 * @param tag the kernel's hash of the instructions, in hexadecimal
 * @param jitedBytes 0 = it is interpreted
 * @param loadedNanos since the machine started
 * @param verifiedInstructions that the verifier looked at; 0 before Linux 5.16, which does not say
 */
record ProgramShape(
        int id, String tag, int jitedBytes, int translatedBytes, long loadedNanos, int verifiedInstructions) {
    private static final int STRUCT_SIZE = 232;
    private static final int TAG_SIZE = 8;

    static ProgramShape read(int fd, String program) {
        var info = Memory.allocateDirect(Libbpf.RUNTIME, STRUCT_SIZE, true);
        var size = Memory.allocateDirect(Libbpf.RUNTIME, Integer.BYTES);
        size.putInt(0, STRUCT_SIZE);
        BpfException.check(
                Libbpf.LIBRARY.bpf_obj_get_info_by_fd(fd, info, size), "bpf_obj_get_info_by_fd", "program=" + program);
        var tag = new byte[TAG_SIZE];
        info.get(8, tag, 0, TAG_SIZE);
        return new ProgramShape(
                info.getInt(4),
                HexFormat.of().formatHex(tag),
                info.getInt(16),
                info.getInt(20),
                info.getLong(40),
                info.getInt(216));
    }
}
