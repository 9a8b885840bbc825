package dev.weir.access;

/** Something about a person, token or grant that cannot be. The message says what. */
public final class AccessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AccessException(String message) {
        super(message);
    }
}
