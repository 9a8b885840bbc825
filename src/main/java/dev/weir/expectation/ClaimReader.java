package dev.weir.expectation;

import dev.weir.expectation.Claim.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a sentence.
 *
 * <pre>
 * sentence = who "may" ["not"] "reach" target
 *          | "nobody" "may" "reach" target ["from" who]
 * target   = who [":" port]
 * who      = "anyone" | "any pod" | "the internet" | address range | [namespace "/"] (workload | labels | "*")
 * port     = number ["-" number] ["/" ("tcp" | "udp" | "sctp")]
 * </pre>
 */
final class ClaimReader {
    static final int LONGEST = 500;

    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final String FORM =
            "Write it like “web may reach cart:8080” or “nobody may reach redis from the internet”.";

    private final String sentence;
    private final String namespace;
    private final List<Word> words = new ArrayList<>();
    private int at;

    /** @param column from 1 */
    record Word(String text, int column) {
        boolean is(String other) {
            return text.toLowerCase(Locale.ROOT).equals(other);
        }

        /** What follows after so many letters. */
        Word from(int letters) {
            return new Word(text.substring(letters), column + letters);
        }

        Word until(int letters) {
            return new Word(text.substring(0, letters), column);
        }
    }

    private record Target(Who who, @Nullable Port port) {}

    /** @param namespace of what is named without one */
    ClaimReader(String sentence, String namespace) {
        this.sentence = sentence;
        this.namespace = namespace;
    }

    Claim read() {
        if (sentence.length() > LONGEST) {
            throw new ClaimException(LONGEST + 1, "A sentence has at most " + LONGEST + " characters.");
        }
        Matcher matcher = WORD.matcher(sentence);
        while (matcher.find()) {
            words.add(new Word(matcher.group(), matcher.start() + 1));
        }
        if (words.isEmpty()) {
            throw new ClaimException(1, "This says nothing. " + FORM);
        }
        Claim claim = words.getFirst().is("nobody") ? nobody() : somebody();
        if (at < words.size()) {
            throw new ClaimException(next().column(), "The sentence ends before “" + next().text() + "”. " + FORM);
        }
        return claim;
    }

    private Claim somebody() {
        Who from = new WhoReader(namespace).read(until("may"));
        expect("may");
        boolean may = !skip("not");
        expect("reach");
        Target target = target(rest());
        return new Claim(from, may, target.who(), target.port());
    }

    private Claim nobody() {
        at++;
        expect("may");
        if (at < words.size() && next().is("not")) {
            throw new ClaimException(next().column(), "“nobody may not” says two things; write “nobody may reach …”.");
        }
        expect("reach");
        Target target = target(untilOrEnd("from"));
        Who from = skip("from") ? new WhoReader(namespace).read(rest()) : new Who.Anyone();
        return new Claim(from, false, target.who(), target.port());
    }

    private Target target(List<Word> phrase) {
        Word last = phrase.getLast();
        int colon = portColon(last.text());
        if (colon < 0) {
            return new Target(new WhoReader(namespace).read(phrase), null);
        }
        List<Word> who = new ArrayList<>(phrase.subList(0, phrase.size() - 1));
        if (colon > 0) {
            who.add(last.until(colon));
        }
        if (who.isEmpty()) {
            throw new ClaimException(last.column(), "Whose port? Write a name before the colon.");
        }
        return new Target(new WhoReader(namespace).read(who), PortReader.read(last.from(colon + 1)));
    }

    /** Where the colon before a port stands; an IPv6 range has colons of its own and stands in brackets before a port. */
    private static int portColon(String word) {
        if (word.startsWith("[")) {
            int end = word.indexOf(']');
            return end >= 0 && end + 1 < word.length() && word.charAt(end + 1) == ':' ? end + 1 : -1;
        }
        int first = word.indexOf(':');
        return first >= 0 && first == word.lastIndexOf(':') ? first : -1;
    }

    private Word next() {
        return words.get(at);
    }

    private int end() {
        return sentence.stripTrailing().length() + 1;
    }

    private void expect(String word) {
        if (!skip(word)) {
            int column = at < words.size() ? next().column() : end();
            throw new ClaimException(column, "Here stands “" + word + "”. " + FORM);
        }
    }

    private boolean skip(String word) {
        boolean there = at < words.size() && next().is(word);
        at += there ? 1 : 0;
        return there;
    }

    private List<Word> until(String word) {
        int start = at;
        while (at < words.size() && !next().is(word)) {
            at++;
        }
        if (at == words.size()) {
            int column = words.size() > 1 ? words.get(1).column() : end();
            throw new ClaimException(column, "There is no “" + word + "” in it. " + FORM);
        }
        return phrase(start);
    }

    private List<Word> untilOrEnd(String word) {
        int start = at;
        while (at < words.size() && !next().is(word)) {
            at++;
        }
        return phrase(start);
    }

    private List<Word> rest() {
        int start = at;
        at = words.size();
        return phrase(start);
    }

    private List<Word> phrase(int start) {
        if (start == at) {
            int column = at < words.size() ? next().column() : end();
            throw new ClaimException(column, "Here stands who is meant. " + FORM);
        }
        return words.subList(start, at);
    }
}
