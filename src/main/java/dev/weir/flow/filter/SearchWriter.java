package dev.weir.flow.filter;

import dev.weir.flow.filter.Condition.NumberOperator;
import dev.weir.flow.filter.Condition.TextOperator;
import dev.weir.net.IpPrefix;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Writes a condition as a query of OpenSearch. Every text field has a twin {@code .lower}; what a record does not have is in no index, so
 * that a comparison with it finds nothing and {@code must_not} turns just that round.
 *
 * <p>The engine's regular expressions are others than ours. So the words of the field are fetched, ours picks those that match, and the
 * engine looks for these.
 */
final class SearchWriter {
    private final FieldWords words;

    private SearchWriter(FieldWords words) {
        this.words = words;
    }

    static Map<String, Object> write(Condition condition, FieldWords words) {
        return new SearchWriter(words).query(condition);
    }

    private Map<String, Object> query(Condition condition) {
        return switch (condition) {
            case Condition.All all -> bool("filter", queries(all.parts()));
            case Condition.Any any -> any(queries(any.parts()));
            case Condition.Not not -> bool("must_not", List.of(query(not.part())));
            case Condition.Constant constant -> constant.value() ? Map.of("match_all", Map.of()) : none();
            case Condition.TextMatch match -> text(match.field(), match.operator(), match.operand());
            case Condition.RegexMatch match -> regex(match);
            case Condition.NumberMatch match -> number(match.field().column(), match.operator(), match.operand());
            case Condition.AddressIn in -> network(in.field().addressColumn(), in.prefix());
            case Condition.Present present ->
                Map.of("exists", Map.of("field", present.field().column()));
            case Condition.Search search -> search(search.operand());
        };
    }

    private List<Map<String, Object>> queries(List<Condition> parts) {
        return parts.stream().map(this::query).toList();
    }

    private Map<String, Object> regex(Condition.RegexMatch match) {
        Collection<String> matching = words.of(new FilterField(match.field())).stream()
                .filter(word -> match.pattern().matcher(word).find() != match.negated())
                .toList();
        return matching.isEmpty()
                ? none()
                : Map.of("terms", Map.of(match.field().column(), matching));
    }

    private static Map<String, Object> search(String operand) {
        return any(Arrays.stream(RecordField.values())
                .filter(RecordField::isText)
                .map(field -> text(field, TextOperator.CONTAINS, operand))
                .toList());
    }

    private static Map<String, Object> text(RecordField field, TextOperator operator, String operand) {
        String lower = field.column() + ".lower";
        return switch (operator) {
            case EQUALS -> term(lower, operand);
            // Of several words one other suffices, so it is not the opposite of "equals".
            case DIFFERS -> any(List.of(range(lower, Map.of("lt", operand)), range(lower, Map.of("gt", operand))));
            case CONTAINS -> Map.of("wildcard", Map.of(lower, Map.of("value", "*" + literal(operand) + "*")));
        };
    }

    private static String literal(String text) {
        return text.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?");
    }

    private static Map<String, Object> number(String column, NumberOperator operator, long operand) {
        return switch (operator) {
            case EQUALS -> term(column, operand);
            case DIFFERS -> any(List.of(range(column, Map.of("lt", operand)), range(column, Map.of("gt", operand))));
            case LESS -> range(column, Map.of("lt", operand));
            case AT_MOST -> range(column, Map.of("lte", operand));
            case GREATER -> range(column, Map.of("gt", operand));
            case AT_LEAST -> range(column, Map.of("gte", operand));
        };
    }

    private static Map<String, Object> network(String column, IpPrefix prefix) {
        Map<String, Object> within =
                range(column, Map.of("gte", AddressKey.of(prefix.address()), "lte", AddressKey.last(prefix)));
        Map<String, Object> v4 = Map.of("prefix", Map.of(column, Map.of("value", AddressKey.V4_KEYS)));
        return prefix.isV4() ? within : Map.of("bool", Map.of("filter", List.of(within), "must_not", List.of(v4)));
    }

    private static Map<String, Object> term(String column, Object value) {
        return Map.of("term", Map.of(column, Map.of("value", value)));
    }

    private static Map<String, Object> range(String column, Map<String, Object> bounds) {
        return Map.of("range", Map.of(column, bounds));
    }

    /** Nothing when there is no part; an empty "should" would find everything. */
    private static Map<String, Object> any(List<Map<String, Object>> parts) {
        return parts.isEmpty() ? none() : Map.of("bool", Map.of("should", parts, "minimum_should_match", 1));
    }

    private static Map<String, Object> bool(String kind, List<Map<String, Object>> parts) {
        return Map.of("bool", Map.of(kind, parts));
    }

    private static Map<String, Object> none() {
        return Map.of("match_none", Map.of());
    }
}
