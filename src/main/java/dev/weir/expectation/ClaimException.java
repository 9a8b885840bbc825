package dev.weir.expectation;

/** A claim that cannot be read: what is wrong and what would be right, and where in the sentence. */
public final class ClaimException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int column;
    private final String field;

    ClaimException(int column, String message) {
        this(column, "", message);
    }

    private ClaimException(int column, String field, String message) {
        super(message);
        this.column = column;
        this.field = field;
    }

    static ClaimException in(String field, String message) {
        return new ClaimException(1, field, message);
    }

    /** From 1. */
    public int column() {
        return column;
    }

    /** Which field is wrong, when the claim was given as fields; empty for a sentence. */
    public String field() {
        return field;
    }

    /** A sentence for a person. */
    public String problem() {
        return String.valueOf(getMessage());
    }
}
