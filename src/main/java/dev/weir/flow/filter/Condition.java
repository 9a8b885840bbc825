package dev.weir.flow.filter;

import com.google.re2j.Pattern;
import dev.weir.net.IpPrefix;
import java.util.List;

/**
 * The meaning of a filter as a tree. A comparison with a field that a record does not have is false, as in the Cloud Logging query
 * language; only {@code Not} turns that round. On a field with several values one value suffices.
 */
sealed interface Condition {
    /** Every one holds; empty: always true. */
    record All(List<Condition> parts) implements Condition {}

    /** At least one holds; empty: never true. */
    record Any(List<Condition> parts) implements Condition {}

    record Not(Condition part) implements Condition {}

    /** A comparison whose answer is known before any record is read; the text is what was written. */
    record Constant(boolean value, String text) implements Condition {}

    /** Text compared without regard to case; the operand is in lower case. */
    record TextMatch(RecordField field, TextOperator operator, String operand) implements Condition {}

    record RegexMatch(RecordField field, boolean negated, Pattern pattern) implements Condition {}

    record NumberMatch(RecordField field, NumberOperator operator, long operand) implements Condition {}

    record AddressIn(RecordField field, IpPrefix prefix) implements Condition {}

    record Present(RecordField field) implements Condition {}

    /** The text occurs in any text field; in lower case. */
    record Search(String operand) implements Condition {}

    enum TextOperator {
        EQUALS("="),
        DIFFERS("!="),
        CONTAINS(":");

        final String symbol;

        TextOperator(String symbol) {
            this.symbol = symbol;
        }

        /** Both in lower case. */
        boolean test(String word, String operand) {
            return switch (this) {
                case EQUALS -> word.equals(operand);
                case DIFFERS -> !word.equals(operand);
                case CONTAINS -> word.contains(operand);
            };
        }
    }

    enum NumberOperator {
        EQUALS("="),
        DIFFERS("!="),
        LESS("<"),
        AT_MOST("<="),
        GREATER(">"),
        AT_LEAST(">=");

        final String symbol;

        NumberOperator(String symbol) {
            this.symbol = symbol;
        }

        boolean test(long value, long operand) {
            return switch (this) {
                case EQUALS -> value == operand;
                case DIFFERS -> value != operand;
                case LESS -> value < operand;
                case AT_MOST -> value <= operand;
                case GREATER -> value > operand;
                case AT_LEAST -> value >= operand;
            };
        }

        String sql() {
            return this == DIFFERS ? "<>" : symbol;
        }
    }
}
