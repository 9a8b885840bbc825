package dev.weir.change;

/** A change set that cannot be made or ended like that. The message says why. */
public final class ChangeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ChangeException(String message) {
        super(message);
    }
}
