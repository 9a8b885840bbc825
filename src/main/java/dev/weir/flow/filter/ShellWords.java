package dev.weir.flow.filter;

import java.util.ArrayList;
import java.util.List;

/** Cuts a command line into words as a shell does: quotes, backslashes and continued lines. Nothing is expanded. */
public final class ShellWords {
    private final String text;
    private final List<Word> words = new ArrayList<>();
    private int at;

    /** A word without its quotes; the offset counts characters from the start of the line. */
    public record Word(String text, int offset) {}

    private ShellWords(String text) {
        this.text = text;
    }

    public static List<Word> of(String text) {
        return new ShellWords(text).run();
    }

    private List<Word> run() {
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (isContinued()) {
                at += 2;
            } else {
                words.add(word());
            }
        }
        return List.copyOf(words);
    }

    /** A field of one line makes of the end of a continued line a space, and no name begins with one. */
    private boolean isContinued() {
        return text.charAt(at) == '\\' && at + 1 < text.length() && Character.isWhitespace(text.charAt(at + 1));
    }

    private Word word() {
        int start = at;
        StringBuilder word = new StringBuilder();
        while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
            char c = text.charAt(at);
            switch (c) {
                case '\'', '"' -> quoted(c, word);
                case '\\' -> escaped(word);
                default -> {
                    word.append(c);
                    at++;
                }
            }
        }
        return new Word(word.toString(), start);
    }

    private void quoted(char quote, StringBuilder word) {
        int start = at++;
        while (at < text.length() && text.charAt(at) != quote) {
            boolean escape = quote == '"'
                    && text.charAt(at) == '\\'
                    && at + 1 < text.length()
                    && "\"\\$`".indexOf(text.charAt(at + 1)) >= 0;
            at += escape ? 1 : 0;
            word.append(text.charAt(at++));
        }
        if (at == text.length()) {
            throw new FilterSyntaxException(text, start, "This quote has no end.", "Close it with " + quote + ".");
        }
        at++;
    }

    private void escaped(StringBuilder word) {
        at++;
        if (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '\n') {
                word.append(c);
            }
        }
    }
}
