package dev.weir.daemon.layout;

import java.nio.ByteBuffer;

/**
 * Value of {@code subject_map}, whose key is a subject.
 *
 * @param ingress of the pod's ingress
 * @param egress of the pod's egress
 */
public record SubjectEntry(SubjectDefaults ingress, SubjectDefaults egress) implements Struct {
    public static final int SIZE = 32;

    static final int SIDE_OFFSET = 0;

    public static SubjectEntry decode(ByteBuffer source, int at) {
        return new SubjectEntry(
                SubjectDefaults.decode(source, at + SIDE_OFFSET),
                SubjectDefaults.decode(source, at + SIDE_OFFSET + SubjectDefaults.SIZE));
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void encode(ByteBuffer target, int at) {
        ingress.encode(target, at + SIDE_OFFSET);
        egress.encode(target, at + SIDE_OFFSET + SubjectDefaults.SIZE);
    }
}
