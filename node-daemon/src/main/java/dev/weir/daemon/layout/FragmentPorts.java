package dev.weir.daemon.layout;

import java.nio.ByteBuffer;

/**
 * Value of {@code fragment_map}: what only the first fragment says.
 *
 * @param edge bytes of the datagram that the first fragment holds
 * @param protocol IANA number
 */
public record FragmentPorts(int sourcePort, int destinationPort, int edge, int protocol) implements Struct {
    public static final int SIZE = 8;

    static final int SOURCE_PORT_OFFSET = 0;
    static final int DESTINATION_PORT_OFFSET = 2;
    static final int EDGE_OFFSET = 4;
    static final int PROTOCOL_OFFSET = 6;

    public static FragmentPorts decode(ByteBuffer source, int at) {
        return new FragmentPorts(
                Fields.port(source, at + SOURCE_PORT_OFFSET),
                Fields.port(source, at + DESTINATION_PORT_OFFSET),
                Fields.u16(source, at + EDGE_OFFSET),
                Fields.u8(source, at + PROTOCOL_OFFSET));
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void encode(ByteBuffer target, int at) {
        Fields.putPort(target, at + SOURCE_PORT_OFFSET, sourcePort);
        Fields.putPort(target, at + DESTINATION_PORT_OFFSET, destinationPort);
        Fields.putU16(target, at + EDGE_OFFSET, edge);
        Fields.putU8(target, at + PROTOCOL_OFFSET, protocol);
    }
}
