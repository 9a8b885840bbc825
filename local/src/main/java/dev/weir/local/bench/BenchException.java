package dev.weir.local.bench;

/** A benchmark that cannot be run or did not measure what it says. */
public final class BenchException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public BenchException(String message) {
        super(message);
    }
}
