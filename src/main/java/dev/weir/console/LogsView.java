package dev.weir.console;

import dev.weir.console.Parts.Blank;
import dev.weir.console.Parts.Link;
import dev.weir.flow.TimeText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Logs page.
 *
 * @param error what is wrong with the filter or the time; then there are no rows
 * @param time null in Live, and when the time cannot be read
 * @param readsAs how the filter was understood; null when there is none
 * @param languages null when the filter cannot be read
 * @param liveRows where the live tail connects; null in History
 * @param missing what is not among the rows, although it happened
 */
record LogsView(
        LogsQuery query,
        Form form,
        @Nullable QueryError error,
        @Nullable TimeBar time,
        @Nullable String readsAs,
        @Nullable Languages languages,
        @Nullable Histogram histogram,
        List<RecordRow> rows,
        GapRow.Placed gaps,
        @Nullable Opened opened,
        String count,
        @Nullable String older,
        @Nullable String newest,
        Modes modes,
        Exports exports,
        @Nullable Blank blank,
        @Nullable String liveRows,
        List<Blank.Reason> missing) {

    record Form(List<Option> verdicts, List<Option> windows, boolean custom) {}

    record Option(String value, String text, boolean selected) {}

    record QueryError(
            String problem, String remedy, @Nullable String position) {}

    /** One record in full, why it says what it says, and ways to go on from it. */
    record Opened(String id, WhyView why, String json, List<Link> filters, String pageHref, String closeHref) {}

    /**
     * The question as others ask it.
     *
     * @param pasted the command from which it was translated; null when it was written as a filter
     * @param hubble null when hubble cannot ask it; then the refusal says why
     */
    record Languages(
            @Nullable String pasted,
            String gcloud,
            @Nullable String hubble,
            @Nullable String hubbleRefusal,
            String curl) {}

    record Modes(String history, String live) {}

    record Exports(String csv, String ndjson) {}

    private static final List<String> WINDOWS = List.of("5m", "15m", "1h", "6h", "24h", "7d");

    static Form form(LogsQuery query, Texts texts) {
        return new Form(
                List.of("", "deny", "allow").stream()
                        .map(value -> new Option(
                                value,
                                texts.of("logs.verdict." + (value.isEmpty() ? "any" : value)),
                                value.equals(query.verdict())))
                        .toList(),
                windows(query.from(), query.to(), texts),
                isCustom(query.from(), query.to()));
    }

    static List<Option> windows(String from, String to, Texts texts) {
        boolean custom = isCustom(from, to);
        String window = from.isEmpty() ? LogsQuery.DEFAULT_WINDOW : from;
        return WINDOWS.stream()
                .map(value -> new Option(
                        value,
                        texts.of("logs.window", texts.last(TimeText.length(value))),
                        !custom && value.equals(window)))
                .toList();
    }

    /** Whether the time is none of {@link #windows}. */
    static boolean isCustom(String from, String to) {
        return !to.isEmpty() || !(from.isEmpty() || WINDOWS.contains(from));
    }
}
