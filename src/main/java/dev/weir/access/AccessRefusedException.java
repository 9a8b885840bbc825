package dev.weir.access;

/** Whoever asks may not do that. The message says which role is missing, and where. */
public final class AccessRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private AccessRefusedException(String message) {
        super(message);
    }

    public static AccessRefusedException in(Role role, String namespace) {
        return new AccessRefusedException(
                "This needs the role " + role.label() + " in the namespace " + namespace + ", which you do not have.");
    }

    public static AccessRefusedException everywhere(Role role) {
        return new AccessRefusedException(
                "This concerns the whole cluster and needs the role " + role.label() + " in all namespaces.");
    }

    /** Nobody gives away more than they have. */
    public static AccessRefusedException beyond(Grant grant) {
        return new AccessRefusedException("You cannot give " + grant + ": it is more than you may do yourself.");
    }
}
