package dev.weir.expectation;

/** It is no longer the version that was read, or it is there although it should be new. */
public final class ExpectationChangedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long current;

    ExpectationChangedException(ExpectationRef ref, long current) {
        super(
                current == 0
                        ? "There is no expectation " + ref + "."
                        : "The expectation " + ref + " is another one now.");
        this.current = current;
    }

    /** The version that it has; 0 when it is not there. */
    public long current() {
        return current;
    }
}
