package dev.weir.daemon.layout;

import dev.weir.daemon.net.Address;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads and writes members of C structs: numbers in the order of the machine, ports and addresses in that of the network. */
final class Fields {
    private static final VarHandle U16 = MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.nativeOrder())
            .withInvokeExactBehavior();
    private static final VarHandle U32 = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder())
            .withInvokeExactBehavior();
    private static final VarHandle U64 = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder())
            .withInvokeExactBehavior();
    private static final VarHandle BE64 = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private Fields() {}

    static int u8(ByteBuffer source, int at) {
        return Byte.toUnsignedInt(source.get(at));
    }

    static void putU8(ByteBuffer target, int at, int value) {
        target.put(at, (byte) value);
    }

    static int u16(ByteBuffer source, int at) {
        return Short.toUnsignedInt((short) U16.get(source, at));
    }

    static void putU16(ByteBuffer target, int at, int value) {
        U16.set(target, at, (short) value);
    }

    static int u32(ByteBuffer source, int at) {
        return (int) U32.get(source, at);
    }

    static void putU32(ByteBuffer target, int at, int value) {
        U32.set(target, at, value);
    }

    static long u64(ByteBuffer source, int at) {
        return (long) U64.get(source, at);
    }

    static void putU64(ByteBuffer target, int at, long value) {
        U64.set(target, at, value);
    }

    static int port(ByteBuffer source, int at) {
        return u8(source, at) << Byte.SIZE | u8(source, at + 1);
    }

    static void putPort(ByteBuffer target, int at, int value) {
        putU8(target, at, value >>> Byte.SIZE);
        putU8(target, at + 1, value);
    }

    static Address address(ByteBuffer source, int at) {
        return new Address((long) BE64.get(source, at), (long) BE64.get(source, at + Long.BYTES));
    }

    static void putAddress(ByteBuffer target, int at, Address value) {
        BE64.set(target, at, value.high());
        BE64.set(target, at + Long.BYTES, value.low());
    }
}
