package dev.weir.flow.store;

import dev.weir.net.Direction;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Recorded connections that a rule of a policy admitted in one interval.
 *
 * @param rule its index when the connection was opened; null for records that do not say by which rule
 */
public record RuleBar(
        Instant start, Direction direction, @Nullable Integer rule, long records) {
    public static final Comparator<RuleBar> IN_ORDER = Comparator.comparing(RuleBar::start)
            .thenComparing(RuleBar::direction)
            .thenComparing(RuleBar::rule, Comparator.nullsLast(Comparator.naturalOrder()));

    /** One for each rule that admitted these connections, or a single one when that is not said. */
    static List<RuleBar> each(Instant start, Direction direction, List<Integer> rules, long records) {
        return rules.isEmpty()
                ? List.of(new RuleBar(start, direction, null, records))
                : rules.stream()
                        .map(rule -> new RuleBar(start, direction, rule, records))
                        .toList();
    }

    /** Those of one interval and rule become one; in order. */
    public static List<RuleBar> added(List<RuleBar> bars) {
        return bars.stream()
                .collect(Collectors.groupingBy(
                        bar -> new RuleBar(bar.start, bar.direction, bar.rule, 0),
                        Collectors.summingLong(RuleBar::records)))
                .entrySet()
                .stream()
                .map(entry -> new RuleBar(
                        entry.getKey().start, entry.getKey().direction, entry.getKey().rule, entry.getValue()))
                .sorted(IN_ORDER)
                .toList();
    }
}
