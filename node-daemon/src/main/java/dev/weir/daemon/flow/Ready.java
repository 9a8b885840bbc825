package dev.weir.daemon.flow;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The bytes of what many records have in common, each made once: the records of a program share its workloads and policies. Found by
 * identity, which costs less than a comparison; of one that is made anew there are two. Not thread-safe.
 */
public final class Ready<T> {
    private static final int MOST = 4096;

    private final Map<T, byte[]> known = new IdentityHashMap<>();
    private final Function<T, byte[]> make;

    public Ready(Function<T, byte[]> make) {
        this.make = make;
    }

    /** Not to be changed. */
    public byte[] of(T part) {
        var bytes = known.get(part);
        return bytes == null ? made(part) : bytes;
    }

    private byte[] made(T part) {
        if (known.size() >= MOST) {
            known.clear();
        }
        var bytes = make.apply(part);
        known.put(part, bytes);
        return bytes;
    }
}
