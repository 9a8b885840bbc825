package dev.weir.daemon.layout;

import dev.weir.daemon.net.Address;
import java.nio.ByteBuffer;

/**
 * Key of {@code fragment_map}.
 *
 * @param id of the datagram, as it stands in the packet
 * @param protocol IANA number
 */
public record FragmentKey(Address source, Address destination, int id, int protocol) implements Struct {
    public static final int SIZE = 40;

    static final int SOURCE_OFFSET = 0;
    static final int DESTINATION_OFFSET = 16;
    static final int ID_OFFSET = 32;
    static final int PROTOCOL_OFFSET = 36;

    public static FragmentKey decode(ByteBuffer source, int at) {
        return new FragmentKey(
                Fields.address(source, at + SOURCE_OFFSET),
                Fields.address(source, at + DESTINATION_OFFSET),
                Fields.u32(source, at + ID_OFFSET),
                Fields.u8(source, at + PROTOCOL_OFFSET));
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void encode(ByteBuffer target, int at) {
        Fields.putAddress(target, at + SOURCE_OFFSET, source);
        Fields.putAddress(target, at + DESTINATION_OFFSET, destination);
        Fields.putU32(target, at + ID_OFFSET, id);
        Fields.putU8(target, at + PROTOCOL_OFFSET, protocol);
    }
}
