package dev.weir.daemon.layout;

import dev.weir.daemon.net.Direction;
import java.nio.ByteBuffer;

/** Key of {@code verdict_map}, whose value is a cookie. A pair that is absent is denied. */
public record VerdictKey(int subject, Direction direction, int peerClass, int portClass) implements Struct {
    public static final int SIZE = 16;

    static final int SUBJECT_OFFSET = 0;
    static final int DIRECTION_OFFSET = 4;
    static final int PEER_CLASS_OFFSET = 8;
    static final int PORT_CLASS_OFFSET = 12;

    public static VerdictKey decode(ByteBuffer source, int at) {
        return new VerdictKey(
                Fields.u32(source, at + SUBJECT_OFFSET),
                Direction.of(Fields.u32(source, at + DIRECTION_OFFSET)),
                Fields.u32(source, at + PEER_CLASS_OFFSET),
                Fields.u32(source, at + PORT_CLASS_OFFSET));
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void encode(ByteBuffer target, int at) {
        Fields.putU32(target, at + SUBJECT_OFFSET, subject);
        Fields.putU32(target, at + DIRECTION_OFFSET, direction.number());
        Fields.putU32(target, at + PEER_CLASS_OFFSET, peerClass);
        Fields.putU32(target, at + PORT_CLASS_OFFSET, portClass);
    }
}
