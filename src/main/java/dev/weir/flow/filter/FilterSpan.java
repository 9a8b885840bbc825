package dev.weir.flow.filter;

import dev.weir.flow.EpochNanos;
import dev.weir.flow.filter.Condition.NumberOperator;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.LongStream;

/**
 * The time that a filter itself names in its outermost clauses, as the parameters {@code from} and {@code to}; empty where it names none.
 * Without it a query of last week, pasted as it is, would be asked of the last hour.
 */
record FilterSpan(String from, String to) {
    private static final Set<NumberOperator> FROM = Set.of(NumberOperator.GREATER, NumberOperator.AT_LEAST);
    private static final Set<NumberOperator> TO = Set.of(NumberOperator.LESS, NumberOperator.AT_MOST);

    static FilterSpan of(Condition condition) {
        List<Condition> parts = condition instanceof Condition.All all ? all.parts() : List.of(condition);
        return new FilterSpan(bound(parts, FROM, Math::max, 0), bound(parts, TO, Math::min, 1));
    }

    private static String bound(
            List<Condition> parts, Set<NumberOperator> operators, BinaryOperator<Long> nearer, long beyond) {
        LongStream times = parts.stream()
                .filter(part -> part instanceof Condition.NumberMatch match
                        && match.field() == RecordField.TIMESTAMP
                        && operators.contains(match.operator()))
                .mapToLong(part -> ((Condition.NumberMatch) part).operand());
        return times.boxed()
                .reduce(nearer)
                .map(nanos -> EpochNanos.to(Math.min(nanos, Long.MAX_VALUE - beyond) + beyond)
                        .toString())
                .orElse("");
    }
}
