package dev.weir.flow.filter;

import dev.weir.flow.filter.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts the text of a filter into tokens. */
final class Lexer {
    private static final List<String> OPERATORS = List.of("!=", "=~", "!~", "<=", ">=", "=", ":", "<", ">");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        return new Lexer(text).run();
    }

    private List<Token> run() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("--", at)) {
                skipComment();
            } else {
                next();
            }
        }
        tokens.add(new Token(Kind.END, "", at));
        return List.copyOf(tokens);
    }

    private void next() {
        char c = text.charAt(at);
        switch (c) {
            case '(' -> add(Kind.OPEN, at + 1);
            case ')' -> add(Kind.CLOSE, at + 1);
            case ',' -> add(Kind.COMMA, at + 1);
            case '"', '\'' -> string(c);
            default -> {
                if (c == '-' && !afterOperator()) {
                    add(Kind.MINUS, at + 1);
                } else if (!operator()) {
                    word();
                }
            }
        }
    }

    private void skipComment() {
        HubbleFlags.refuse(text, at);
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
    }

    private void add(Kind kind, int end) {
        tokens.add(new Token(kind, text.substring(at, end), at));
        at = end;
    }

    private boolean afterOperator() {
        return !tokens.isEmpty() && tokens.getLast().is(Kind.OPERATOR);
    }

    private boolean operator() {
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, at)) {
                add(Kind.OPERATOR, at + operator.length());
                return true;
            }
        }
        return false;
    }

    private void string(char quote) {
        StringBuilder value = new StringBuilder();
        int start = at++;
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                escape(value);
            } else {
                value.append(text.charAt(at++));
            }
        }
        if (at == text.length()) {
            throw new FilterSyntaxException(text, start, "This string has no end.", "Close it with " + quote + ".");
        }
        at++;
        tokens.add(new Token(Kind.STRING, value.toString(), start));
    }

    /** A backslash hides a quote, itself, or nothing: before anything else it stays, so that regular expressions need no doubling. */
    private void escape(StringBuilder value) {
        char escaped = text.charAt(at + 1);
        if (escaped != '"' && escaped != '\'' && escaped != '\\') {
            value.append('\\');
        }
        value.append(escaped);
        at += 2;
    }

    private void word() {
        boolean value = afterOperator();
        int end = at;
        while (end < text.length() && isWordPart(text.charAt(end), value)) {
            end++;
        }
        if (end == at) {
            throw new FilterSyntaxException(
                    text, at, "\"" + text.charAt(at) + "\" has no meaning here.", "Put text into double quotes.");
        }
        add(Kind.WORD, end);
    }

    private static boolean isWordPart(char c, boolean value) {
        return Character.isLetterOrDigit(c) || "._-/*@%+".indexOf(c) >= 0 || (value && c == ':');
    }
}
