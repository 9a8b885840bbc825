package dev.weir.flow.filter;

/** A filter that cannot be read: where (line and column from 1), what is wrong, and what would be right. */
public final class FilterSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final String problem;
    private final String remedy;

    public FilterSyntaxException(String text, int offset, String problem, String remedy) {
        super(problem + " " + remedy);
        int lineStart = text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1;
        this.line = 1
                + (int) text.substring(0, lineStart)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        this.column = offset - lineStart + 1;
        this.problem = problem;
        this.remedy = remedy;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }

    /** A sentence: what is wrong. */
    public String problem() {
        return problem;
    }

    /** A sentence: what to write instead. */
    public String remedy() {
        return remedy;
    }
}
