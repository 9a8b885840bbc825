package dev.weir.daemon.layout;

import dev.weir.daemon.net.Address;
import java.nio.ByteBuffer;

/**
 * Value of {@code spoof_map}.
 *
 * @param firstNanos CLOCK_MONOTONIC
 * @param lastNanos CLOCK_MONOTONIC
 * @param bytes with the Ethernet header
 * @param source that the first packet claimed; the other ends and numbers are the first packet's, too
 * @param protocol IANA number
 */
public record Spoof(
        long firstNanos,
        long lastNanos,
        long packets,
        long bytes,
        Address source,
        Address destination,
        int sourcePort,
        int destinationPort,
        int protocol)
        implements Struct {
    public static final int SIZE = 72;

    static final int FIRST_NS_OFFSET = 0;
    static final int LAST_NS_OFFSET = 8;
    static final int PACKETS_OFFSET = 16;
    static final int BYTES_OFFSET = 24;
    static final int SOURCE_OFFSET = 32;
    static final int DESTINATION_OFFSET = 48;
    static final int SOURCE_PORT_OFFSET = 64;
    static final int DESTINATION_PORT_OFFSET = 66;
    static final int PROTOCOL_OFFSET = 68;

    public static Spoof decode(ByteBuffer source, int at) {
        return new Spoof(
                Fields.u64(source, at + FIRST_NS_OFFSET),
                Fields.u64(source, at + LAST_NS_OFFSET),
                Fields.u64(source, at + PACKETS_OFFSET),
                Fields.u64(source, at + BYTES_OFFSET),
                Fields.address(source, at + SOURCE_OFFSET),
                Fields.address(source, at + DESTINATION_OFFSET),
                Fields.port(source, at + SOURCE_PORT_OFFSET),
                Fields.port(source, at + DESTINATION_PORT_OFFSET),
                Fields.u8(source, at + PROTOCOL_OFFSET));
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void encode(ByteBuffer target, int at) {
        Fields.putU64(target, at + FIRST_NS_OFFSET, firstNanos);
        Fields.putU64(target, at + LAST_NS_OFFSET, lastNanos);
        Fields.putU64(target, at + PACKETS_OFFSET, packets);
        Fields.putU64(target, at + BYTES_OFFSET, bytes);
        Fields.putAddress(target, at + SOURCE_OFFSET, source);
        Fields.putAddress(target, at + DESTINATION_OFFSET, destination);
        Fields.putPort(target, at + SOURCE_PORT_OFFSET, sourcePort);
        Fields.putPort(target, at + DESTINATION_PORT_OFFSET, destinationPort);
        Fields.putU8(target, at + PROTOCOL_OFFSET, protocol);
    }
}
