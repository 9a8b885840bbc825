package dev.weir.local.supervisor;

/** The local cluster cannot do what was asked; the message is one sentence for the person who asked. */
public final class LocalClusterException extends RuntimeException {

    public LocalClusterException(String message) {
        super(message);
    }

    public LocalClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
