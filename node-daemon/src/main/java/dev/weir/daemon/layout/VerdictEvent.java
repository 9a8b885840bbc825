package dev.weir.daemon.layout;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Verdict;
import java.nio.ByteBuffer;

/**
 * One record of the ring buffer {@code events}: a connection that a policy admitted.
 *
 * @param timeNanos CLOCK_MONOTONIC
 * @param source who opened the connection
 * @param cookie names the policies that admitted it
 * @param revision of the endpoint when it was judged
 * @param protocol IANA number
 */
public record VerdictEvent(
        long timeNanos,
        Address source,
        Address destination,
        int cookie,
        int sourcePort,
        int destinationPort,
        int revision,
        int protocol,
        Direction direction,
        Verdict verdict)
        implements Struct {
    public static final int SIZE = 64;

    static final int TIME_NS_OFFSET = 0;
    static final int SOURCE_OFFSET = 8;
    static final int DESTINATION_OFFSET = 24;
    static final int COOKIE_OFFSET = 40;
    static final int SOURCE_PORT_OFFSET = 44;
    static final int DESTINATION_PORT_OFFSET = 46;
    static final int REVISION_OFFSET = 48;
    static final int PROTOCOL_OFFSET = 52;
    static final int DIRECTION_OFFSET = 53;
    static final int VERDICT_OFFSET = 54;

    public static VerdictEvent decode(ByteBuffer source, int at) {
        return new VerdictEvent(
                Fields.u64(source, at + TIME_NS_OFFSET),
                Fields.address(source, at + SOURCE_OFFSET),
                Fields.address(source, at + DESTINATION_OFFSET),
                Fields.u32(source, at + COOKIE_OFFSET),
                Fields.port(source, at + SOURCE_PORT_OFFSET),
                Fields.port(source, at + DESTINATION_PORT_OFFSET),
                Fields.u32(source, at + REVISION_OFFSET),
                Fields.u8(source, at + PROTOCOL_OFFSET),
                Direction.of(Fields.u8(source, at + DIRECTION_OFFSET)),
                Verdict.of(Fields.u8(source, at + VERDICT_OFFSET)));
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void encode(ByteBuffer target, int at) {
        Fields.putU64(target, at + TIME_NS_OFFSET, timeNanos);
        Fields.putAddress(target, at + SOURCE_OFFSET, source);
        Fields.putAddress(target, at + DESTINATION_OFFSET, destination);
        Fields.putU32(target, at + COOKIE_OFFSET, cookie);
        Fields.putPort(target, at + SOURCE_PORT_OFFSET, sourcePort);
        Fields.putPort(target, at + DESTINATION_PORT_OFFSET, destinationPort);
        Fields.putU32(target, at + REVISION_OFFSET, revision);
        Fields.putU8(target, at + PROTOCOL_OFFSET, protocol);
        Fields.putU8(target, at + DIRECTION_OFFSET, direction.number());
        Fields.putU8(target, at + VERDICT_OFFSET, verdict.number());
    }
}
