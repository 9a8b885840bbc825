package dev.weir.daemon.libbpf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jnr.ffi.Memory;

/** A program attached to a hook. A pinned link outlives this process; unpinning and closing it detaches the program. */
public final class BpfLink implements AutoCloseable {
    // struct bpf_link_info: type, id, prog_id, then for tcx: ifindex, attach_type.
    private static final int INFO_SIZE = 64;
    private static final int PROGRAM_ID_OFFSET = 8;
    private static final int IFINDEX_OFFSET = 16;

    private final Descriptor descriptor;
    private final String name;

    BpfLink(Descriptor descriptor, String name) {
        this.descriptor = descriptor;
        this.name = name;
    }

    /** @throws BpfException with {@link Errno#ENOENT} when nothing is pinned there */
    public static BpfLink openPinned(Path path) {
        var fd = BpfException.check(Libbpf.LIBRARY.bpf_obj_get(path.toString()), "bpf_obj_get", "path=" + path);
        return new BpfLink(new Descriptor(fd), path.toString());
    }

    /** Replaces the program atomically: each packet meets the old one or the new one. */
    public void update(BpfProgram program) {
        BpfException.check(
                Libbpf.LIBRARY.bpf_link_update(descriptor.number(), program.fd(), null),
                "bpf_link_update",
                "link=" + name + ", program=" + program.name());
    }

    /** The folder is made when it is missing. */
    public void pin(Path path) {
        try {
            Files.createDirectories(path.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        BpfException.check(
                Libbpf.LIBRARY.bpf_obj_pin(descriptor.number(), path.toString()), "bpf_obj_pin", "path=" + path);
    }

    /** The interface it is attached to, 0 when that is gone: such a link does nothing and its pin should be removed. */
    public int ifindex() {
        return info(IFINDEX_OFFSET);
    }

    /** The kernel's number of the program behind it. */
    public int programId() {
        return info(PROGRAM_ID_OFFSET);
    }

    private int info(int offset) {
        var info = Memory.allocateDirect(Libbpf.RUNTIME, INFO_SIZE, true);
        var size = Memory.allocateDirect(Libbpf.RUNTIME, Integer.BYTES);
        size.putInt(0, INFO_SIZE);
        BpfException.check(
                Libbpf.LIBRARY.bpf_obj_get_info_by_fd(descriptor.number(), info, size),
                "bpf_obj_get_info_by_fd",
                "link=" + name);
        return info.getInt(offset);
    }

    @Override
    public void close() {
        descriptor.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
