package dev.weir.daemon.layout;

import dev.weir.daemon.net.Direction;
import java.nio.ByteBuffer;

/**
 * Key of {@code port_class_map}, longest prefix wins, whose value is a class; 0 means that no rule's ports match.
 *
 * @param prefixLength 40 (any protocol), 48 (any port) or 48 to 64
 * @param protocol IANA number
 * @param port first port of the range
 */
public record PortClassKey(int prefixLength, int subject, Direction direction, int protocol, int port)
        implements Struct {
    public static final int SIZE = 12;

    static final int PREFIXLEN_OFFSET = 0;
    static final int SUBJECT_OFFSET = 4;
    static final int DIRECTION_OFFSET = 8;
    static final int PROTOCOL_OFFSET = 9;
    static final int PORT_OFFSET = 10;

    public static PortClassKey decode(ByteBuffer source, int at) {
        return new PortClassKey(
                Fields.u32(source, at + PREFIXLEN_OFFSET),
                Fields.u32(source, at + SUBJECT_OFFSET),
                Direction.of(Fields.u8(source, at + DIRECTION_OFFSET)),
                Fields.u8(source, at + PROTOCOL_OFFSET),
                Fields.port(source, at + PORT_OFFSET));
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void encode(ByteBuffer target, int at) {
        Fields.putU32(target, at + PREFIXLEN_OFFSET, prefixLength);
        Fields.putU32(target, at + SUBJECT_OFFSET, subject);
        Fields.putU8(target, at + DIRECTION_OFFSET, direction.number());
        Fields.putU8(target, at + PROTOCOL_OFFSET, protocol);
        Fields.putPort(target, at + PORT_OFFSET, port);
    }
}
