package dev.weir.daemon.layout;

import java.nio.ByteBuffer;

/**
 * Key of {@code spoof_map}: packets of one slice of time that one pod sent from addresses that are not its own, merged.
 *
 * @param slice CLOCK_MONOTONIC in units of {@link Abi#DENIAL_SLICE_NS}
 * @param ifindex host side of the sender's veth
 * @param reason {@link DropReason#SPOOFED_SOURCE} for another pod's address, {@link DropReason#NOT_PROGRAMMED} for one that no pod
 *     of this node has
 */
public record SpoofKey(long slice, int ifindex, DropReason reason) implements Struct {
    public static final int SIZE = 16;

    static final int SLICE_OFFSET = 0;
    static final int IFINDEX_OFFSET = 8;
    static final int REASON_OFFSET = 12;

    public static SpoofKey decode(ByteBuffer source, int at) {
        return new SpoofKey(
                Fields.u64(source, at + SLICE_OFFSET),
                Fields.u32(source, at + IFINDEX_OFFSET),
                DropReason.values()[Fields.u32(source, at + REASON_OFFSET)]);
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void encode(ByteBuffer target, int at) {
        Fields.putU64(target, at + SLICE_OFFSET, slice);
        Fields.putU32(target, at + IFINDEX_OFFSET, ifindex);
        Fields.putU32(target, at + REASON_OFFSET, reason.ordinal());
    }
}
