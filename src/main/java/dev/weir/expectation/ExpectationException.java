package dev.weir.expectation;

/** An expectation that cannot be kept like that. The message says why. */
public final class ExpectationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ExpectationException(String message) {
        super(message);
    }
}
