package dev.weir.flow.filter;

import dev.weir.flow.filter.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Reads tokens by recursive descent. OR binds tighter than AND, and NOT tighter than both: "Order of operations: NOT, OR, AND" (Cloud
 * Logging query language). Two comparisons side by side are joined by AND.
 */
final class Parser {
    private static final int MAX_DEPTH = 100;

    private final String text;
    private final List<Token> tokens;
    private final Comparisons comparisons;
    private int at;
    private int depth;

    private Parser(String text) {
        this.text = text;
        this.tokens = Lexer.tokens(text);
        this.comparisons = new Comparisons(text);
    }

    static Condition parse(String text) {
        Parser parser = new Parser(text);
        Condition condition = parser.conjunction(parser::primary, true);
        if (!parser.peek().is(Kind.END)) {
            throw parser.unexpected("Remove it, or write ( before.");
        }
        return condition;
    }

    private Condition conjunction(Supplier<Condition> operand, boolean juxtaposed) {
        if (++depth > MAX_DEPTH) {
            throw new FilterSyntaxException(
                    text,
                    peek().offset(),
                    "Parentheses are nested too deeply.",
                    "Use at most " + MAX_DEPTH + " levels.");
        }
        List<Condition> parts = new ArrayList<>();
        while (!peek().is(Kind.END) && !peek().is(Kind.CLOSE)) {
            if (!parts.isEmpty() && (peek().isKeyword("AND") || !juxtaposed)) {
                expectKeyword("AND");
            }
            parts.add(disjunction(operand));
        }
        depth--;
        return parts.size() == 1 ? parts.getFirst() : new Condition.All(List.copyOf(parts));
    }

    private Condition disjunction(Supplier<Condition> operand) {
        List<Condition> parts = new ArrayList<>();
        parts.add(negation(operand));
        while (peek().isKeyword("OR")) {
            next();
            parts.add(negation(operand));
        }
        return parts.size() == 1 ? parts.getFirst() : new Condition.Any(List.copyOf(parts));
    }

    private Condition negation(Supplier<Condition> operand) {
        boolean negated = false;
        while (peek().isKeyword("NOT") || peek().is(Kind.MINUS)) {
            next();
            negated = !negated;
        }
        Condition condition = operand.get();
        return negated ? new Condition.Not(condition) : condition;
    }

    private Condition primary() {
        Token token = peek();
        return switch (token.kind()) {
            case OPEN -> inParentheses(this::primary, true);
            case STRING -> {
                next();
                yield comparisons.search(token);
            }
            case WORD -> word();
            default -> throw unexpected("Write a comparison such as disposition=\"deny\".");
        };
    }

    private Condition inParentheses(Supplier<Condition> operand, boolean juxtaposed) {
        Token open = next();
        Condition condition = conjunction(operand, juxtaposed);
        if (condition instanceof Condition.All all && all.parts().isEmpty()) {
            throw new FilterSyntaxException(
                    text, open.offset(), "The parentheses are empty.", "Write a comparison in them.");
        }
        if (!peek().is(Kind.CLOSE)) {
            throw new FilterSyntaxException(
                    text, open.offset(), "This parenthesis is not closed.", "Add ) at the end.");
        }
        next();
        return condition;
    }

    private Condition word() {
        Token name = next();
        refuseKeyword(name);
        if (peek().is(Kind.OPERATOR)) {
            Token operator = next();
            if (peek().is(Kind.OPEN)) {
                return inParentheses(() -> comparisons.compare(name, operator, value()), false);
            }
            return comparisons.compare(name, operator, value());
        }
        if (peek().is(Kind.OPEN) && Comparisons.isFunction(name.text())) {
            return comparisons.call(name, arguments());
        }
        return comparisons.search(name);
    }

    private List<Token> arguments() {
        List<Token> arguments = new ArrayList<>();
        next();
        while (!peek().is(Kind.CLOSE)) {
            if (!arguments.isEmpty()) {
                if (!peek().is(Kind.COMMA)) {
                    throw unexpected("Separate the arguments with a comma and close them with ).");
                }
                next();
            }
            arguments.add(value());
        }
        next();
        return arguments;
    }

    private Token value() {
        if (peek().is(Kind.WORD)) {
            refuseKeyword(peek());
            return next();
        }
        if (peek().is(Kind.STRING)) {
            return next();
        }
        throw unexpected("Write a value here, in double quotes if it is text.");
    }

    private void refuseKeyword(Token word) {
        switch (word.text()) {
            case "AND", "OR" ->
                throw new FilterSyntaxException(
                        text,
                        word.offset(),
                        word.text() + " has nothing on its left.",
                        "Write a comparison before it.");
            case "and", "or", "not" ->
                throw new FilterSyntaxException(
                        text,
                        word.offset(),
                        "\"" + word.text() + "\" in small letters is not an operator.",
                        "Write " + word.text().toUpperCase(Locale.ROOT) + ", or put the word into double quotes.");
            default -> {
                // An ordinary word.
            }
        }
    }

    private void expectKeyword(String keyword) {
        if (!peek().isKeyword(keyword)) {
            throw unexpected("Join values with OR or AND.");
        }
        next();
        if (peek().is(Kind.END) || peek().is(Kind.CLOSE)) {
            throw unexpected("Write a comparison after " + keyword + ".");
        }
    }

    private FilterSyntaxException unexpected(String remedy) {
        return new FilterSyntaxException(text, peek().offset(), "Did not expect " + peek().shown() + " here.", remedy);
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() {
        return tokens.get(at++);
    }
}
