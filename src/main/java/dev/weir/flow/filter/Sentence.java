package dev.weir.flow.filter;

import dev.weir.flow.EpochNanos;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes a condition back as a filter, with every group in parentheses: how the filter was understood. */
final class Sentence {
    private final Function<RecordField, String> name;

    private Sentence(Function<RecordField, String> name) {
        this.name = name;
    }

    /** With the short paths of our own. */
    static String of(Condition condition) {
        return new Sentence(RecordField::path).write(condition);
    }

    /** One that another joins by AND. */
    static String grouped(Condition condition) {
        return new Sentence(RecordField::path).group(condition);
    }

    /** With the paths of a log entry, for Cloud Logging itself. */
    static String ofLogEntry(Condition condition) {
        return new Sentence(Sentence::entryPath).write(condition);
    }

    /** A condition that another joins by AND. */
    static String groupOfLogEntry(Condition condition) {
        return new Sentence(Sentence::entryPath).group(condition);
    }

    private static String entryPath(RecordField field) {
        return field == RecordField.TIMESTAMP ? field.path() : "jsonPayload." + field.path();
    }

    private String write(Condition condition) {
        return switch (condition) {
            case Condition.All all -> joined(all.parts(), " AND ");
            case Condition.Any any -> joined(any.parts(), " OR ");
            case Condition.Not not -> "NOT " + group(not.part());
            case Condition.Constant constant -> constant.text();
            case Condition.TextMatch match ->
                name.apply(match.field()) + match.operator().symbol + quoted(match.operand());
            case Condition.RegexMatch match ->
                name.apply(match.field())
                        + (match.negated() ? "!~" : "=~")
                        + quoted(match.pattern().pattern());
            case Condition.NumberMatch match -> name.apply(match.field()) + match.operator().symbol + number(match);
            case Condition.AddressIn in ->
                in.prefix().length() == in.prefix().address().bits()
                        ? name.apply(in.field()) + "="
                                + quoted(in.prefix().address().toString())
                        : "ip_in_net(" + name.apply(in.field()) + ", "
                                + quoted(in.prefix().toString()) + ")";
            case Condition.Present present -> name.apply(present.field()) + ":*";
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

    private String joined(List<Condition> parts, String operator) {
        return parts.stream().map(this::group).collect(Collectors.joining(operator));
    }

    private String group(Condition condition) {
        boolean several = condition instanceof Condition.All || condition instanceof Condition.Any;
        return several ? "(" + write(condition) + ")" : write(condition);
    }
}
