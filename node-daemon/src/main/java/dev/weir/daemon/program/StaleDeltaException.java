package dev.weir.daemon.program;

/** A delta that starts from another program than the one in force. The remedy is a new subscription, which gets a snapshot. */
public final class StaleDeltaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleDeltaException(ProgramStamp inForce, ProgramChange change) {
        super("the delta to " + change.stamp() + " starts from revision " + change.base() + ", but in force is "
                + inForce);
    }
}
