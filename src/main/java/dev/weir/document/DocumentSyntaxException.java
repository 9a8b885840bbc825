package dev.weir.document;

/** The text is no document: where, and what is wrong, fit for a person. */
public final class DocumentSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Position position;

    DocumentSyntaxException(String message, Position position) {
        super(message);
        this.position = position;
    }

    public Position position() {
        return position;
    }
}
