package dev.weir.flow.store;

/** The store cannot answer. The message is fit for a person. */
public abstract sealed class RecordStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private RecordStoreException(String message, Throwable cause) {
        super(message, cause);
    }

    private RecordStoreException(String message) {
        super(message);
    }

    /** The continue token belongs to another query, or is no token at all. */
    public static final class WrongToken extends RecordStoreException {
        private static final long serialVersionUID = 1L;

        private static final String MESSAGE =
                "The continue token does not belong to this query. Start again without it.";

        public WrongToken() {
            super(MESSAGE);
        }

        public WrongToken(Throwable cause) {
            super(MESSAGE, cause);
        }
    }

    /** Too many questions or tails at once; ask again later. */
    public static final class Busy extends RecordStoreException {
        private static final long serialVersionUID = 1L;

        public Busy(String message) {
            super(message);
        }
    }

    /** The question takes too long or asks for too much; narrow it. */
    public static final class TooMuch extends RecordStoreException {
        private static final long serialVersionUID = 1L;

        public TooMuch(String message) {
            super(message);
        }
    }

    /** There is no room for more records. They stay where they are until there is; questions are answered. */
    public static final class Full extends RecordStoreException {
        private static final long serialVersionUID = 1L;

        public Full(String message) {
            super(message);
        }

        public Full(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The engine failed. */
    public static final class Failed extends RecordStoreException {
        private static final long serialVersionUID = 1L;

        public Failed(String message) {
            super(message);
        }

        public Failed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
