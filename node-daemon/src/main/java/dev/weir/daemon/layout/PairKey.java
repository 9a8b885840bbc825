package dev.weir.daemon.layout;

import dev.weir.daemon.net.Address;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Verdict;
import java.nio.ByteBuffer;

/**
 * Key of {@code pair_map}, whose per-CPU values are 64-bit counts: connections when allowed, packets when denied.
 *
 * @param source who opened, or wanted to open, the connection
 */
public record PairKey(Address source, Address destination, Direction direction, Verdict verdict) implements Struct {
    public static final int SIZE = 40;

    static final int SOURCE_OFFSET = 0;
    static final int DESTINATION_OFFSET = 16;
    static final int DIRECTION_OFFSET = 32;
    static final int VERDICT_OFFSET = 33;

    public static PairKey decode(ByteBuffer source, int at) {
        return new PairKey(
                Fields.address(source, at + SOURCE_OFFSET),
                Fields.address(source, at + DESTINATION_OFFSET),
                Direction.of(Fields.u8(source, at + DIRECTION_OFFSET)),
                Verdict.of(Fields.u8(source, at + VERDICT_OFFSET)));
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void encode(ByteBuffer target, int at) {
        Fields.putAddress(target, at + SOURCE_OFFSET, source);
        Fields.putAddress(target, at + DESTINATION_OFFSET, destination);
        Fields.putU8(target, at + DIRECTION_OFFSET, direction.number());
        Fields.putU8(target, at + VERDICT_OFFSET, verdict.number());
    }
}
