package dev.weir.daemon.layout;

import dev.weir.daemon.net.Verdict;
import java.nio.ByteBuffer;

/**
 * Value of {@code denial_map}: denied packets, or connections that policies in shadow would have denied.
 *
 * @param firstNanos CLOCK_MONOTONIC
 * @param lastNanos CLOCK_MONOTONIC
 * @param packets connections when they would be denied
 * @param bytes with the Ethernet header; 0 when they would be denied
 * @param revision of the endpoint when the first packet was judged
 * @param sourcePort of the first packet
 * @param verdict {@code DENIED} or {@code WOULD_DENY}
 */
public record Denial(
        long firstNanos, long lastNanos, long packets, long bytes, int revision, int sourcePort, Verdict verdict)
        implements Struct {
    public static final int SIZE = 40;

    static final int FIRST_NS_OFFSET = 0;
    static final int LAST_NS_OFFSET = 8;
    static final int PACKETS_OFFSET = 16;
    static final int BYTES_OFFSET = 24;
    static final int REVISION_OFFSET = 32;
    static final int SOURCE_PORT_OFFSET = 36;
    static final int VERDICT_OFFSET = 38;

    public static Denial decode(ByteBuffer source, int at) {
        return new Denial(
                Fields.u64(source, at + FIRST_NS_OFFSET),
                Fields.u64(source, at + LAST_NS_OFFSET),
                Fields.u64(source, at + PACKETS_OFFSET),
                Fields.u64(source, at + BYTES_OFFSET),
                Fields.u32(source, at + REVISION_OFFSET),
                Fields.port(source, at + SOURCE_PORT_OFFSET),
                Verdict.of(Fields.u8(source, at + VERDICT_OFFSET)));
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
        Fields.putU32(target, at + REVISION_OFFSET, revision);
        Fields.putPort(target, at + SOURCE_PORT_OFFSET, sourcePort);
        Fields.putU8(target, at + VERDICT_OFFSET, verdict.number());
    }
}
