package dev.weir.daemon.layout;

import java.nio.ByteBuffer;

/** Numbers that both sides compute with, {@code enum abi_constant}, and the keys and values that are a plain number. */
public final class Abi {
    public static final int VERSION = 4;
    public static final int IDENTITY_NONE = 0;
    public static final int IDENTITY_KIND_SHIFT = 30;
    public static final long DENIAL_SLICE_NS = 250_000_000;

    private Abi() {}

    /** A {@code __u32}: the key of an array, a class, a cookie. */
    public static byte[] u32(int value) {
        var buffer = ByteBuffer.allocate(Integer.BYTES);
        Fields.putU32(buffer, 0, value);
        return buffer.array();
    }

    public static int u32(ByteBuffer source) {
        return Fields.u32(source, 0);
    }

    public static long u64(ByteBuffer source) {
        return Fields.u64(source, 0);
    }
}
