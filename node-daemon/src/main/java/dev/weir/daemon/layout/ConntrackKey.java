package dev.weir.daemon.layout;

import dev.weir.daemon.net.Address;
import java.nio.ByteBuffer;

/**
 * Key of {@code conntrack_map}: both directions of a connection, {@code low} being the smaller end in memcmp order.
 *
 * @param protocol IANA number
 */
public record ConntrackKey(Address low, Address high, int lowPort, int highPort, int protocol) implements Struct {
    public static final int SIZE = 40;

    static final int LOW_OFFSET = 0;
    static final int HIGH_OFFSET = 16;
    static final int LOW_PORT_OFFSET = 32;
    static final int HIGH_PORT_OFFSET = 34;
    static final int PROTOCOL_OFFSET = 36;

    public static ConntrackKey decode(ByteBuffer source, int at) {
        return new ConntrackKey(
                Fields.address(source, at + LOW_OFFSET),
                Fields.address(source, at + HIGH_OFFSET),
                Fields.port(source, at + LOW_PORT_OFFSET),
                Fields.port(source, at + HIGH_PORT_OFFSET),
                Fields.u8(source, at + PROTOCOL_OFFSET));
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void encode(ByteBuffer target, int at) {
        Fields.putAddress(target, at + LOW_OFFSET, low);
        Fields.putAddress(target, at + HIGH_OFFSET, high);
        Fields.putPort(target, at + LOW_PORT_OFFSET, lowPort);
        Fields.putPort(target, at + HIGH_PORT_OFFSET, highPort);
        Fields.putU8(target, at + PROTOCOL_OFFSET, protocol);
    }
}
