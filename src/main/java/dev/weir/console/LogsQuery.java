package dev.weir.console;

import dev.weir.console.TimeBar.Times;
import dev.weir.flow.TimeText;
import dev.weir.flow.filter.FilterSyntaxException;
import dev.weir.flow.filter.PastedQuery;
import dev.weir.flow.filter.PastedQuery.Language;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.TimeRange;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the address of the Logs page says: a filter as text, the fields of the simple form, and a time. All of them must hold.
 *
 * @param from an RFC 3339 time, or a length such as {@code 15m}, {@code 6h}, {@code 7d} before the end
 * @param to an RFC 3339 time; empty = now
 * @param page continue token; empty for the first page
 * @param join whether the two ends of a connection are one row
 * @param open the record that is shown in full; empty = none
 */
record LogsQuery(
        String q,
        String verdict,
        String ns,
        String pod,
        String port,
        String policy,
        String from,
        String to,
        String page,
        String open,
        boolean live,
        boolean join) {
    static final String DEFAULT_WINDOW = "1h";

    /** The same with other words in the address. */
    LogsQuery at(TimeRange range) {
        return new LogsQuery(
                q,
                verdict,
                ns,
                pod,
                port,
                policy,
                range.from().toString(),
                range.to().toString(),
                "",
                "",
                false,
                join);
    }

    LogsQuery at(Times times) {
        return new LogsQuery(q, verdict, ns, pod, port, policy, times.from(), times.to(), "", "", false, join);
    }

    LogsQuery during(String window) {
        return new LogsQuery(q, verdict, ns, pod, port, policy, window, "", "", "", live, join);
    }

    LogsQuery onPage(String token) {
        return new LogsQuery(q, verdict, ns, pod, port, policy, from, to, token, "", false, join);
    }

    LogsQuery opening(String id) {
        return new LogsQuery(q, verdict, ns, pod, port, policy, from, to, page, id, false, join);
    }

    LogsQuery live(boolean newLive) {
        return new LogsQuery(
                q, verdict, ns, pod, port, policy, newLive ? "" : from, newLive ? "" : to, "", "", newLive, join);
    }

    LogsQuery withFilter(String filter) {
        return new LogsQuery(filter, "", "", "", "", "", from, to, "", "", live, join);
    }

    LogsQuery joined(boolean newJoin) {
        return new LogsQuery(q, verdict, ns, pod, port, policy, from, to, "", "", live, newJoin);
    }

    /** The same when a command of others was pasted as the filter: in our language, with the time it names, and live if it follows. */
    LogsQuery translated() {
        PastedQuery pasted = PastedQuery.of(q);
        boolean plain = pasted.language() == Language.FILTER
                && pasted.from().isEmpty()
                && pasted.to().isEmpty();
        return plain
                ? this
                : new LogsQuery(
                        pasted.filter(),
                        verdict,
                        ns,
                        pod,
                        port,
                        policy,
                        from.isBlank() || from.equals(DEFAULT_WINDOW) ? pasted.from() : from,
                        to.isBlank() ? pasted.to() : to,
                        page,
                        open,
                        live || pasted.live(),
                        join);
    }

    /** The address that says this; {@code path} is that of the page or of an export. */
    String href(String path) {
        return LogsAddress.of(
                path,
                new String[] {"q", q},
                new String[] {"verdict", verdict},
                new String[] {"ns", ns},
                new String[] {"pod", pod},
                new String[] {"port", port},
                new String[] {"policy", policy},
                new String[] {"from", from.equals(DEFAULT_WINDOW) ? "" : from},
                new String[] {"to", to},
                new String[] {"page", page},
                new String[] {"open", open},
                new String[] {"live", live ? "1" : ""},
                new String[] {"join", join ? "1" : ""});
    }

    /** Filter and form fields as one text in the filter language; empty = every record. Public, because a template calls it. */
    public String text() {
        List<String> clauses = new ArrayList<>();
        if (!q.isBlank()) {
            clauses.add(clauses(fields()).isEmpty() ? q : "(" + q + "\n)");
        }
        clauses.addAll(clauses(fields()));
        return String.join(" AND ", clauses);
    }

    private record Field(String name, String value) {}

    private List<Field> fields() {
        return List.of(
                new Field("disposition", verdict),
                new Field("ns", ns),
                new Field("pod", pod),
                new Field("port", port),
                new Field("policy", policy));
    }

    private static List<String> clauses(List<Field> fields) {
        return fields.stream()
                .filter(field -> !field.value().isBlank())
                .map(field -> field.name() + "=\"" + escaped(field.value().strip()) + "\"")
                .toList();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** Throws {@link FilterSyntaxException}. */
    RecordFilter filter() {
        return RecordFilter.parse(text());
    }

    /** Throws {@link DateTimeException} when a time cannot be read or the end comes first. */
    TimeRange range(Instant now) {
        return range(from, to, now);
    }

    /** The same of the times of another page's address. */
    static TimeRange range(String from, String to, Instant now) {
        Instant end = to.isBlank() ? now : TimeText.time(to.strip(), now);
        Instant begin = TimeText.time(from.isBlank() ? DEFAULT_WINDOW : from.strip(), end);
        if (begin.isAfter(end)) {
            throw new DateTimeException("the range ends before it starts");
        }
        return new TimeRange(begin, end);
    }
}
