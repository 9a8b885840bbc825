package dev.weir.flow.filter;

import dev.weir.flow.filter.CommandFlags.Flag;
import dev.weir.flow.filter.CommandFlags.Known;
import dev.weir.flow.filter.CommandFlags.Parsed;
import dev.weir.flow.filter.ShellWords.Word;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes the filter out of a pasted {@code gcloud logging read} or {@code tail}, with its time, order and limit. */
final class GcloudCommand {
    private static final Known KNOWN = new Known(Map.of(), Set.of("quiet", "verbosity", "log-http"));

    private GcloudCommand() {}

    /** @param words what follows {@code gcloud} */
    static PastedQuery translate(String text, List<Word> words) {
        Parsed parsed = CommandFlags.read(text, words, KNOWN);
        List<Word> rest = parsed.rest().stream()
                .filter(word -> !Set.of("alpha", "beta", "logging").contains(word.text()))
                .toList();
        if (rest.isEmpty() || !Set.of("read", "tail").contains(rest.getFirst().text()) || rest.size() > 2) {
            throw new FilterSyntaxException(
                    text,
                    rest.isEmpty() ? 0 : rest.getLast().offset(),
                    "This is not gcloud logging read with one filter.",
                    "Write gcloud logging read 'FILTER', the filter in one pair of quotes.");
        }
        boolean tail = rest.getFirst().text().equals("tail");
        String filter = rest.size() == 2 ? rest.get(1).text() : "";
        FilterSpan span = RecordFilter.parse(filter).span();
        return new PastedQuery(
                PastedQuery.Language.GCLOUD,
                filter,
                tail ? "" : from(text, parsed, span),
                tail ? "" : span.to(),
                limit(text, parsed),
                CommandFlags.last(parsed, "order", Flag::value).equals("asc"),
                tail);
    }

    /** gcloud's own default is a day, unless the filter says. */
    private static String from(String text, Parsed parsed, FilterSpan span) {
        if (!span.from().isEmpty()) {
            return span.from();
        }
        String from = CommandFlags.last(parsed, "freshness", flag -> PastedTimes.freshness(text, flag));
        return from.isEmpty() ? "-PT24H" : from;
    }

    private static int limit(String text, Parsed parsed) {
        String limit = CommandFlags.last(parsed, "limit", flag -> {
            if (!flag.value().matches("[1-9]\\d{0,8}")) {
                throw new FilterSyntaxException(
                        text, flag.valueOffset(), "\"" + flag.value() + "\" is not a number.", "Write --limit=100.");
            }
            return flag.value();
        });
        return limit.isEmpty() ? 0 : Math.min(10_000, Integer.parseInt(limit));
    }
}
