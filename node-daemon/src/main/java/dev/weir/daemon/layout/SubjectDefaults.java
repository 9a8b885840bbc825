package dev.weir.daemon.layout;

import java.nio.ByteBuffer;

/**
 * One direction of a subject.
 *
 * @param isolationMode {@link dev.weir.daemon.net.IsolationMode}
 * @param isolationCookie names all policies that isolate the pod in this direction
 * @param defaultPodClass peer class of a pod without an entry in {@code peer_class_map}
 * @param defaultOutsideClass the same for outside and node identities
 */
public record SubjectDefaults(int isolationMode, int isolationCookie, int defaultPodClass, int defaultOutsideClass)
        implements Struct {
    public static final int SIZE = 16;

    static final int ISOLATION_MODE_OFFSET = 0;
    static final int ISOLATION_COOKIE_OFFSET = 4;
    static final int DEFAULT_POD_CLASS_OFFSET = 8;
    static final int DEFAULT_OUTSIDE_CLASS_OFFSET = 12;

    public static SubjectDefaults decode(ByteBuffer source, int at) {
        return new SubjectDefaults(
                Fields.u32(source, at + ISOLATION_MODE_OFFSET),
                Fields.u32(source, at + ISOLATION_COOKIE_OFFSET),
                Fields.u32(source, at + DEFAULT_POD_CLASS_OFFSET),
                Fields.u32(source, at + DEFAULT_OUTSIDE_CLASS_OFFSET));
    }

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void encode(ByteBuffer target, int at) {
        Fields.putU32(target, at + ISOLATION_MODE_OFFSET, isolationMode);
        Fields.putU32(target, at + ISOLATION_COOKIE_OFFSET, isolationCookie);
        Fields.putU32(target, at + DEFAULT_POD_CLASS_OFFSET, defaultPodClass);
        Fields.putU32(target, at + DEFAULT_OUTSIDE_CLASS_OFFSET, defaultOutsideClass);
    }
}
