package dev.weir.flow.filter;

import dev.weir.flow.RecordWords;
import dev.weir.flow.filter.Condition.TextOperator;
import dev.weir.net.IpPrefix;
import dev.weir.net.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Writes a condition as DuckDB's SQL. A missing value makes a comparison NULL, and AND and OR treat NULL like false as long as no NOT is
 * above; so only NOT spells it out, and the rest stays in a form by which the engine can skip row groups.
 */
final class SqlWriter {
    private final List<Object> parameters = new ArrayList<>();

    private SqlWriter() {}

    static SqlCondition write(Condition condition) {
        SqlWriter writer = new SqlWriter();
        return new SqlCondition(writer.sql(condition), writer.parameters);
    }

    private String sql(Condition condition) {
        return switch (condition) {
            case Condition.All all -> joined(all.parts(), " AND ", "true");
            case Condition.Any any -> joined(any.parts(), " OR ", "false");
            case Condition.Not not -> "(NOT coalesce(" + sql(not.part()) + ", false))";
            case Condition.Constant constant -> Boolean.toString(constant.value());
            case Condition.TextMatch match
            when match.field() == RecordField.DISPOSITION ->
                disposition(word -> match.operator().test(word, match.operand()));
            case Condition.RegexMatch match
            when match.field() == RecordField.DISPOSITION ->
                disposition(word -> match.pattern().matcher(word).find() != match.negated());
            case Condition.TextMatch match ->
                match.field().part().where(text(match.field(), match.operator(), match.operand()));
            case Condition.RegexMatch match -> {
                String matches = "regexp_matches(%s, ?)";
                yield match.field()
                        .part()
                        .where(overWords(
                                match.field(),
                                match.negated() ? "NOT " + matches : matches,
                                match.pattern().pattern()));
            }
            case Condition.NumberMatch match -> {
                parameters.add(match.operand());
                yield match.field().column() + " " + match.operator().sql() + " ?";
            }
            case Condition.AddressIn in -> in.field().part().where(network(in.field(), in.prefix()));
            case Condition.Present present -> present.field().part().where(present(present.field()));
            case Condition.Search search ->
                Arrays.stream(RecordPart.values())
                        .filter(part -> part != RecordPart.RECORD)
                        .map(part -> part.where(anyText(part, search.operand())))
                        .collect(Collectors.joining(" OR ", "(", ")"));
        };
    }

    /** The field that nearly every question names is a column of its own, of the one bit that it is. */
    private static String disposition(Predicate<String> test) {
        boolean allowed = test.test(RecordWords.disposition(Verdict.ALLOWED));
        boolean denied = test.test(RecordWords.disposition(Verdict.DENIED));
        if (allowed == denied) {
            return Boolean.toString(allowed);
        }
        return denied ? "denied" : "NOT denied";
    }

    /** All text fields of a part in one test, so that its table is searched once. */
    private String anyText(RecordPart part, String operand) {
        return Arrays.stream(RecordField.values())
                .filter(field -> field.part() == part && field.isText())
                .map(field -> text(field, TextOperator.CONTAINS, operand))
                .collect(Collectors.joining(" OR "));
    }

    private String joined(List<Condition> parts, String operator, String empty) {
        return parts.isEmpty() ? empty : parts.stream().map(this::sql).collect(Collectors.joining(operator, "(", ")"));
    }

    private String text(RecordField field, TextOperator operator, String operand) {
        return overWords(
                field,
                switch (operator) {
                    case EQUALS -> "lower(%s) = ?";
                    case DIFFERS -> "lower(%s) <> ?";
                    case CONTAINS -> "contains(lower(%s), ?)";
                },
                operand);
    }

    /** One test with one parameter: of the column, or of any element when the column holds a list. */
    private String overWords(RecordField field, String test, String parameter) {
        parameters.add(parameter);
        return field.reader() instanceof FieldReader.Words
                ? "len(list_filter(" + column(field) + ", lambda word: " + test.formatted("word") + ")) > 0"
                : test.formatted(column(field));
    }

    private String network(RecordField field, IpPrefix prefix) {
        parameters.add(AddressKey.of(prefix.address()));
        parameters.add(AddressKey.last(prefix));
        String key = field.part().within(field.addressColumn());
        String within = key + " BETWEEN ? AND ?";
        // Keys of IPv4 lie within ::ffff:0:0/96; an IPv6 network never contains an IPv4 address.
        return prefix.isV4()
                ? "(" + within + ")"
                : "(" + within + " AND NOT starts_with(" + key + ", '" + AddressKey.V4_KEYS + "'))";
    }

    private static String present(RecordField field) {
        return field.reader() instanceof FieldReader.Words
                ? "len(" + column(field) + ") > 0"
                : column(field) + " IS NOT NULL";
    }

    private static String column(RecordField field) {
        return field.part().within(field.column());
    }
}
