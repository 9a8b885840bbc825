package dev.weir.alert;

/** What cannot be done, and why, in a sentence for the person who tries. */
public final class AlertException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AlertException(String message) {
        super(message);
    }
}
