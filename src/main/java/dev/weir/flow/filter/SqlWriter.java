package dev.weir.flow.filter;

import dev.weir.flow.RecordWords;
import dev.weir.flow.filter.Condition.TextOperator;
import dev.weir.net.IpPrefix;
import dev.weir.net.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
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

    /** What is about one part only is asked of that part's rows in one go. */
    private String sql(Condition condition) {
        Set<RecordPart> parts = parts(condition);
        return parts.size() == 1 ? parts.iterator().next().where(test(condition)) : written(condition, this::sql);
    }

    /** Of the columns of the one part that it is about. */
    private String test(Condition condition) {
        return written(condition, this::test);
    }

    private static Set<RecordPart> parts(Condition condition) {
        return switch (condition) {
            case Condition.All all -> parts(all.parts());
            case Condition.Any any -> parts(any.parts());
            case Condition.Not not -> parts(not.part());
            case Condition.Constant constant -> Set.of();
            case Condition.TextMatch match -> Set.of(part(match.field()));
            case Condition.RegexMatch match -> Set.of(part(match.field()));
            case Condition.NumberMatch match -> Set.of(part(match.field()));
            case Condition.AddressIn in -> Set.of(part(in.field()));
            case Condition.Present present -> Set.of(part(present.field()));
            case Condition.Search search -> Set.of(RecordPart.SOURCE, RecordPart.DESTINATION, RecordPart.DECISION);
        };
    }

    private static Set<RecordPart> parts(List<Condition> conditions) {
        return conditions.stream().flatMap(part -> parts(part).stream()).collect(Collectors.toSet());
    }

    /** Whether it was denied is a column of the record too. */
    private static RecordPart part(RecordField field) {
        return field == RecordField.DISPOSITION ? RecordPart.RECORD : field.part();
    }

    private String written(Condition condition, Function<Condition, String> inner) {
        return switch (condition) {
            case Condition.All all -> joined(all.parts(), " AND ", "true", inner);
            case Condition.Any any -> joined(any.parts(), " OR ", "false", inner);
            case Condition.Not not -> "(NOT coalesce(" + inner.apply(not.part()) + ", false))";
            case Condition.Constant constant -> Boolean.toString(constant.value());
            case Condition.TextMatch match
            when match.field() == RecordField.DISPOSITION ->
                disposition(word -> match.operator().test(word, match.operand()));
            case Condition.RegexMatch match
            when match.field() == RecordField.DISPOSITION ->
                disposition(word -> match.pattern().matcher(word).find() != match.negated());
            case Condition.Present present when present.field() == RecordField.DISPOSITION -> "true";
            case Condition.TextMatch match -> text(match.field(), match.operator(), match.operand());
            case Condition.RegexMatch match -> regex(match);
            case Condition.NumberMatch match -> {
                parameters.add(match.operand());
                yield match.field().column() + " " + match.operator().sql() + " ?";
            }
            case Condition.AddressIn in -> network(in.field(), in.prefix());
            case Condition.Present present -> present(present.field());
            case Condition.Search search ->
                Arrays.stream(RecordPart.values())
                        .filter(part -> part != RecordPart.RECORD)
                        .map(part -> part.where(anyText(part, search.operand())))
                        .collect(Collectors.joining(" OR ", "(", ")"));
        };
    }

    private String regex(Condition.RegexMatch match) {
        String matches = "regexp_matches(%s, ?)";
        return overWords(
                match.field(),
                match.negated() ? "NOT " + matches : matches,
                match.pattern().pattern());
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

    private static String joined(
            List<Condition> parts, String operator, String empty, Function<Condition, String> inner) {
        return parts.isEmpty() ? empty : parts.stream().map(inner).collect(Collectors.joining(operator, "(", ")"));
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
