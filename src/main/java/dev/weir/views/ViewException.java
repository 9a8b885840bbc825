package dev.weir.views;

/** A view that cannot be saved, and why, in a sentence for the person who tries. */
public final class ViewException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ViewException(String message) {
        super(message);
    }
}
