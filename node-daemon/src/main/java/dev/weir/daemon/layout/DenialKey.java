package dev.weir.daemon.layout;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import java.nio.ByteBuffer;

/**
 * Key of {@code denial_map}: denied packets of one slice of time, merged.
 *
 * @param slice CLOCK_MONOTONIC in units of {@link Abi#DENIAL_SLICE_NS}
 * @param source who opened, or wanted to open, the connection
 * @param cookie names the policies that isolate the pod
 * @param protocol IANA number
 */
public record DenialKey(
        long slice,
        Address source,
        Address destination,
        int cookie,
        int destinationPort,
        int protocol,
        Direction direction)
        implements Struct {
    public static final int SIZE = 48;

    static final int SLICE_OFFSET = 0;
    static final int SOURCE_OFFSET = 8;
    static final int DESTINATION_OFFSET = 24;
    static final int COOKIE_OFFSET = 40;
    static final int DESTINATION_PORT_OFFSET = 44;
    static final int PROTOCOL_OFFSET = 46;
    static final int DIRECTION_OFFSET = 47;

    public static DenialKey decode(ByteBuffer source, int at) {
        return new DenialKey(
                Fields.u64(source, at + SLICE_OFFSET),
                Fields.address(source, at + SOURCE_OFFSET),
                Fields.address(source, at + DESTINATION_OFFSET),
                Fields.u32(source, at + COOKIE_OFFSET),
                Fields.port(source, at + DESTINATION_PORT_OFFSET),
                Fields.u8(source, at + PROTOCOL_OFFSET),
                Direction.of(Fields.u8(source, at + DIRECTION_OFFSET)));
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void encode(ByteBuffer target, int at) {
        Fields.putU64(target, at + SLICE_OFFSET, slice);
        Fields.putAddress(target, at + SOURCE_OFFSET, source);
        Fields.putAddress(target, at + DESTINATION_OFFSET, destination);
        Fields.putU32(target, at + COOKIE_OFFSET, cookie);
        Fields.putPort(target, at + DESTINATION_PORT_OFFSET, destinationPort);
        Fields.putU8(target, at + PROTOCOL_OFFSET, protocol);
        Fields.putU8(target, at + DIRECTION_OFFSET, direction.number());
    }
}
