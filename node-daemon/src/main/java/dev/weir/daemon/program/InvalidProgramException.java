package dev.weir.daemon.program;

/** A program that contradicts itself. It is refused as a whole and the previous one stays in force. */
public final class InvalidProgramException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidProgramException(String message) {
        super(message);
    }
}
