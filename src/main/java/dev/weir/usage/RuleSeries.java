package dev.weir.usage;

import dev.weir.cluster.NetworkPolicy;
import dev.weir.flow.store.Bars;
import dev.weir.flow.store.HistogramBar;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.RuleBar;
import dev.weir.flow.store.TimeRange;
import dev.weir.net.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many recorded connections each rule of a policy admitted, interval by interval. A record names a rule by its index, and an edit gives the
 * indexes to other rules: so what happened before the rules became what they are is not told at all.
 *
 * @param starts of the intervals, oldest first
 * @param byRule for each interval how many; null where it cannot be told
 * @param untold records of that time that name no rule, or one that the policy does not have
 */
public record RuleSeries(List<Instant> starts, Map<Key, List<@Nullable Long>> byRule, long untold) {
    public RuleSeries {
        starts = List.copyOf(starts);
        byRule = Map.copyOf(byRule);
    }

    /** Which rule. */
    public record Key(Direction direction, int rule) {}

    private record Slot(Key key, Instant start) {}

    /** @param since when the rules of each direction became what they are; a direction of which that is not known is missing */
    static RuleSeries of(
            NetworkPolicy policy, RecordReader records, TimeRange range, Duration step, Map<Direction, Instant> since) {
        Tellable tellable = Tellable.of(range, step, since);
        List<RuleBar> bars = tellable.from().isBefore(range.to())
                ? records.rules(policy.ref(), new TimeRange(tellable.from(), range.to()), step)
                : List.of();
        List<Instant> starts =
                Bars.of(range, step).empty().stream().map(HistogramBar::start).toList();
        long untold = bars.stream()
                .filter(bar -> !isOf(policy, bar) && tellable.contains(bar.direction(), bar.start()))
                .mapToLong(RuleBar::records)
                .sum();
        return new RuleSeries(starts, byRule(policy, bars, starts, tellable), untold);
    }

    private static boolean isOf(NetworkPolicy policy, RuleBar bar) {
        return bar.rule() != null && bar.rule() < policy.rules(bar.direction()).size();
    }

    private static Map<Key, List<@Nullable Long>> byRule(
            NetworkPolicy policy, List<RuleBar> bars, List<Instant> starts, Tellable tellable) {
        Map<Slot, Long> counts = new HashMap<>();
        for (RuleBar bar : bars) {
            Integer rule = bar.rule();
            if (rule != null) {
                counts.put(new Slot(new Key(bar.direction(), rule), bar.start()), bar.records());
            }
        }
        Map<Key, List<@Nullable Long>> byRule = new HashMap<>();
        for (Direction direction : policy.types()) {
            for (int rule = 0; rule < policy.rules(direction).size(); rule++) {
                Key key = new Key(direction, rule);
                List<@Nullable Long> series = new ArrayList<>();
                for (Instant start : starts) {
                    boolean told = tellable.contains(direction, start);
                    series.add(told ? counts.getOrDefault(new Slot(key, start), 0L) : null);
                }
                byRule.put(key, Collections.unmodifiableList(series));
            }
        }
        return byRule;
    }

    /**
     * Of which intervals the rules can be told.
     *
     * @param from since then records are looked at, from the midst of an interval perhaps
     */
    private record Tellable(Instant from, Duration step, Map<Direction, Instant> since) {
        static Tellable of(TimeRange range, Duration step, Map<Direction, Instant> since) {
            Instant earliest =
                    since.values().stream().min(Comparator.naturalOrder()).orElse(range.to());
            return new Tellable(earliest.isAfter(range.from()) ? earliest : range.from(), step, since);
        }

        /** Rules that are younger than what is looked at begin with the next interval, because this one has records of others, too. */
        boolean contains(Direction direction, Instant start) {
            Instant begun = since.get(direction);
            if (begun == null) {
                return false;
            }
            return begun.isAfter(from)
                    ? !start.isBefore(begun)
                    : start.plus(step).isAfter(from);
        }
    }
}
