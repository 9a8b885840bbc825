package dev.weir.flow.filter;

import dev.weir.flow.EpochNanos;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a condition back as a filter, with every group in parentheses: how the filter was understood. */
final class Sentence {
    private Sentence() {}

    static String of(Condition condition) {
        return switch (condition) {
            case Condition.All all -> joined(all.parts(), " AND ");
            case Condition.Any any -> joined(any.parts(), " OR ");
            case Condition.Not not -> "NOT " + group(not.part());
            case Condition.Constant constant -> constant.text();
            case Condition.TextMatch match -> match.field().path() + match.operator().symbol + quoted(match.operand());
            case Condition.RegexMatch match ->
                match.field().path()
                        + (match.negated() ? "!~" : "=~")
                        + quoted(match.pattern().pattern());
            case Condition.NumberMatch match -> match.field().path() + match.operator().symbol + number(match);
            case Condition.AddressIn in ->
                in.prefix().length() == in.prefix().address().bits()
                        ? in.field().path() + "=" + quoted(in.prefix().address().toString())
                        : "ip_in_net(" + in.field().path() + ", "
                                + quoted(in.prefix().toString()) + ")";
            case Condition.Present present -> present.field().path() + ":*";
            case Condition.Search search -> quoted(search.operand());
        };
    }

    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String number(Condition.NumberMatch match) {
        return match.field() == RecordField.TIMESTAMP
                ? quoted(EpochNanos.to(match.operand()).toString())
                : Long.toString(match.operand());
    }

    private static String joined(List<Condition> parts, String operator) {
        return parts.stream().map(Sentence::group).collect(Collectors.joining(operator));
    }

    private static String group(Condition condition) {
        boolean several = condition instanceof Condition.All || condition instanceof Condition.Any;
        return several ? "(" + of(condition) + ")" : of(condition);
    }
}
