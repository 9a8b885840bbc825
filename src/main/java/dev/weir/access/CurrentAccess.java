package dev.weir.access;

import java.util.function.Supplier;

/** What those who ask may do. The port between those who guard and those who answer. */
public interface CurrentAccess {

    /** Of whoever asks on this thread; {@link Access#NOBODY} when nobody has signed in. */
    Access get();

    /** Of whoever asks on this thread, to be looked at later and from any thread: it may change, or end. */
    Supplier<Access> followed();
}
