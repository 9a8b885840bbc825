package dev.weir.daemon.layout;

import dev.weir.daemon.net.Direction;
import java.nio.ByteBuffer;

/** Key of {@code peer_class_map}, whose value is a class; 0 means that no rule's peers match. */
public record PeerClassKey(int subject, Direction direction, int identity) implements Struct {
    public static final int SIZE = 12;

    static final int SUBJECT_OFFSET = 0;
    static final int DIRECTION_OFFSET = 4;
    static final int IDENTITY_OFFSET = 8;

    public static PeerClassKey decode(ByteBuffer source, int at) {
        return new PeerClassKey(
                Fields.u32(source, at + SUBJECT_OFFSET),
                Direction.of(Fields.u32(source, at + DIRECTION_OFFSET)),
                Fields.u32(source, at + IDENTITY_OFFSET));
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void encode(ByteBuffer target, int at) {
        Fields.putU32(target, at + SUBJECT_OFFSET, subject);
        Fields.putU32(target, at + DIRECTION_OFFSET, direction.number());
        Fields.putU32(target, at + IDENTITY_OFFSET, identity);
    }
}
