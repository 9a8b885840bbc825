package dev.weir.daemon.layout;

import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Verdict;
import java.nio.ByteBuffer;

/**
 * Key of {@code counter_map}, whose per-CPU values are 64-bit counts: connections when allowed, packets when denied.
 *
 * @param cookie 0 = no policy concerned
 */
public record CounterKey(int cookie, Direction direction, Verdict verdict) implements Struct {
    public static final int SIZE = 8;

    static final int COOKIE_OFFSET = 0;
    static final int DIRECTION_OFFSET = 4;
    static final int VERDICT_OFFSET = 5;

    public static CounterKey decode(ByteBuffer source, int at) {
        return new CounterKey(
                Fields.u32(source, at + COOKIE_OFFSET),
                Direction.of(Fields.u8(source, at + DIRECTION_OFFSET)),
                Verdict.of(Fields.u8(source, at + VERDICT_OFFSET)));
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void encode(ByteBuffer target, int at) {
        Fields.putU32(target, at + COOKIE_OFFSET, cookie);
        Fields.putU8(target, at + DIRECTION_OFFSET, direction.number());
        Fields.putU8(target, at + VERDICT_OFFSET, verdict.number());
    }
}
