package dev.weir.daemon.layout;

import java.nio.ByteBuffer;

/**
 * Value of {@code conntrack_map}.
 *
 * @param lastSeenNanos CLOCK_MONOTONIC, up to a second behind
 * @param flags of {@link ConntrackFlag}
 * @param ingress by the responder's pod
 * @param egress by the initiator's pod
 */
public record ConntrackEntry(long lastSeenNanos, int flags, Judgement ingress, Judgement egress) implements Struct {
    public static final int SIZE = 48;

    static final int LAST_SEEN_NS_OFFSET = 0;
    static final int FLAGS_OFFSET = 8;
    static final int JUDGEMENT_OFFSET = 16;

    public static ConntrackEntry decode(ByteBuffer source, int at) {
        return new ConntrackEntry(
                Fields.u64(source, at + LAST_SEEN_NS_OFFSET),
                Fields.u32(source, at + FLAGS_OFFSET),
                Judgement.decode(source, at + JUDGEMENT_OFFSET),
                Judgement.decode(source, at + JUDGEMENT_OFFSET + Judgement.SIZE));
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void encode(ByteBuffer target, int at) {
        Fields.putU64(target, at + LAST_SEEN_NS_OFFSET, lastSeenNanos);
        Fields.putU32(target, at + FLAGS_OFFSET, flags);
        ingress.encode(target, at + JUDGEMENT_OFFSET);
        egress.encode(target, at + JUDGEMENT_OFFSET + Judgement.SIZE);
    }
}
