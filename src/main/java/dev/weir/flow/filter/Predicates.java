package dev.weir.flow.filter;

import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.Condition.TextOperator;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides a condition on one record; must agree with {@link SqlWriter}. */
final class Predicates {
    private Predicates() {}

    static boolean test(Condition condition, StoredRecord stored) {
        return switch (condition) {
            case Condition.All all -> all.parts().stream().allMatch(part -> test(part, stored));
            case Condition.Any any -> any.parts().stream().anyMatch(part -> test(part, stored));
            case Condition.Not not -> !test(not.part(), stored);
            case Condition.Constant constant -> constant.value();
            case Condition.TextMatch match -> text(match.field(), stored, match.operator(), match.operand());
            case Condition.RegexMatch match ->
                words(match.field(), stored).stream()
                        .anyMatch(word -> match.pattern().matcher(word).find() != match.negated());
            case Condition.NumberMatch match -> {
                Long value = number(match.field(), stored);
                yield value != null && match.operator().test(value, match.operand());
            }
            case Condition.AddressIn in ->
                in.field().reader() instanceof FieldReader.Address address
                        && in.prefix().contains(address.read().apply(stored));
            case Condition.Present present ->
                number(present.field(), stored) != null
                        || !words(present.field(), stored).isEmpty();
            case Condition.Search search ->
                Arrays.stream(RecordField.values())
                        .anyMatch(field -> text(field, stored, TextOperator.CONTAINS, search.operand()));
        };
    }

    /** The values as text, numbers too. */
    static List<String> shown(RecordField field, StoredRecord stored) {
        Long number = number(field, stored);
        return number == null ? words(field, stored) : List.of(number.toString());
    }

    private static boolean text(RecordField field, StoredRecord stored, TextOperator operator, String operand) {
        return words(field, stored).stream().anyMatch(word -> operator.test(word.toLowerCase(Locale.ROOT), operand));
    }

    private static List<String> words(RecordField field, StoredRecord stored) {
        return switch (field.reader()) {
            case FieldReader.Text text -> {
                String word = text.read().apply(stored);
                yield word == null ? List.of() : List.of(word);
            }
            case FieldReader.Words many -> many.of(stored);
            case FieldReader.Address address ->
                List.of(address.read().apply(stored).toString());
            case FieldReader.Number unused -> List.of();
            case FieldReader.Time unused -> List.of();
        };
    }

    private static @Nullable Long number(RecordField field, StoredRecord stored) {
        return switch (field.reader()) {
            case FieldReader.Number number -> number.read().apply(stored);
            case FieldReader.Time time -> time.read().apply(stored);
            case FieldReader.Text unused -> null;
            case FieldReader.Words unused -> null;
            case FieldReader.Address unused -> null;
        };
    }
}
