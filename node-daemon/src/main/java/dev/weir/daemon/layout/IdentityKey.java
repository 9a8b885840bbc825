package dev.weir.daemon.layout;

import dev.weir.daemon.net.Address;
import java.nio.ByteBuffer;

/**
 * Key of {@code identity_map}, longest prefix wins.
 *
 * @param prefixLength 32 for the table plus the bits of the address that must match
 * @param table 0 or 1
 * @param address the first address of the range
 */
public record IdentityKey(int prefixLength, int table, Address address) implements Struct {
    public static final int SIZE = 24;

    static final int PREFIXLEN_OFFSET = 0;
    static final int TABLE_OFFSET = 4;
    static final int ADDRESS_OFFSET = 8;

    public static IdentityKey decode(ByteBuffer source, int at) {
        return new IdentityKey(
                Fields.u32(source, at + PREFIXLEN_OFFSET),
                Fields.u32(source, at + TABLE_OFFSET),
                Fields.address(source, at + ADDRESS_OFFSET));
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void encode(ByteBuffer target, int at) {
        Fields.putU32(target, at + PREFIXLEN_OFFSET, prefixLength);
        Fields.putU32(target, at + TABLE_OFFSET, table);
        Fields.putAddress(target, at + ADDRESS_OFFSET, address);
    }
}
