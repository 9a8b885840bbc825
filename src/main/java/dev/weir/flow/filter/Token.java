package dev.weir.flow.filter;

/** A word of the filter language. The offset counts characters from the start of the text. */
record Token(Kind kind, String text, int offset) {
    enum Kind {
        WORD,
        STRING,
        OPERATOR,
        OPEN,
        CLOSE,
        COMMA,
        MINUS,
        END
    }

    boolean is(Kind expected) {
        return kind == expected;
    }

    /** AND, OR and NOT are operators only in capitals, as in the Cloud Logging query language. */
    boolean isKeyword(String keyword) {
        return kind == Kind.WORD && text.equals(keyword);
    }

    String shown() {
        return kind == Kind.END ? "the end" : "\"" + text + "\"";
    }
}
