package dev.weir.nodes;

/** A node was not asked, or did not answer. The message says what happened and what to do. */
public final class EndpointReadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why there is no answer. */
    public enum Reason {
        /** The node does not enforce such a pod. */
        NOT_THERE,
        /** Its daemon is not connected to this server. */
        AWAY,
        /** Its daemon is of a version that does not answer. */
        TOO_OLD,
        /** It is being asked too much already. */
        BUSY,
        /** It did not answer in time. */
        SILENT,
        /** Its daemon could not read the maps. */
        UNREADABLE
    }

    private final Reason reason;

    public EndpointReadException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
