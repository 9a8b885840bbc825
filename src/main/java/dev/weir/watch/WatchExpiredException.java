package dev.weir.watch;

/** What happened since a resource version cannot be told. The message says why, and what to do. */
public final class WatchExpiredException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String REMEDY = " Watch again without a resourceVersion: the present state is told first.";

    WatchExpiredException(String why) {
        super(why + REMEDY);
    }
}
