package dev.weir.flow.filter;

import dev.weir.flow.filter.ShellWords.Word;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Reads the flags of a pasted command: {@code --name value}, {@code --name=value} and short names. */
public final class CommandFlags {

    /** A flag by its long name, with its value (empty for one that takes none), and where both stand. */
    public record Flag(String name, String value, int offset, int valueOffset) {}

    /** A command's flags in their order, and the words that belong to none. */
    public record Parsed(List<Flag> flags, List<Word> rest) {}

    /**
     * Which flags a command has.
     *
     * @param shortNames letter to long name
     * @param switches long names of flags that take no value
     */
    public record Known(Map<String, String> shortNames, Set<String> switches) {}

    private CommandFlags() {}

    public static Parsed read(String text, List<Word> words, Known known) {
        List<Flag> flags = new ArrayList<>();
        List<Word> rest = new ArrayList<>();
        for (Iterator<Word> left = words.iterator(); left.hasNext(); ) {
            Word word = left.next();
            if (word.text().startsWith("-") && word.text().length() > 1) {
                flags.add(flag(text, word, left, known));
            } else {
                rest.add(word);
            }
        }
        return new Parsed(List.copyOf(flags), List.copyOf(rest));
    }

    private static Flag flag(String text, Word word, Iterator<Word> left, Known known) {
        int equals = word.text().indexOf('=');
        String written = equals < 0 ? word.text() : word.text().substring(0, equals);
        String name = longName(written, known.shortNames());
        if (known.switches().contains(name)) {
            return new Flag(name, "", word.offset(), word.offset());
        }
        if (equals >= 0) {
            return new Flag(name, word.text().substring(equals + 1), word.offset(), word.offset() + equals + 1);
        }
        if (!left.hasNext()) {
            throw new FilterSyntaxException(
                    text, word.offset(), written + " has no value.", "Write the value after it, or remove it.");
        }
        Word value = left.next();
        return new Flag(name, value.text(), word.offset(), value.offset());
    }

    private static String longName(String written, Map<String, String> shortNames) {
        if (written.startsWith("--")) {
            return written.substring(2);
        }
        return shortNames.getOrDefault(written.substring(1), written.substring(1));
    }

    /** The last value of a flag, as a command takes it when one is given twice. */
    public static String last(Parsed parsed, String name, Function<Flag, String> read) {
        return parsed.flags().stream()
                .filter(flag -> flag.name().equals(name))
                .reduce((first, second) -> second)
                .map(read)
                .orElse("");
    }
}
