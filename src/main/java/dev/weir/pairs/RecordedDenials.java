package dev.weir.pairs;

import dev.weir.counts.NamespaceDenials;
import dev.weir.counts.Stretches;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.DeniedBar;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.TimeRange;
import dev.weir.flow.store.WithheldCount;
import dev.weir.net.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What was denied before an instant, by namespace, as far as it was recorded: what nodes count goes on, and has no past. */
public final class RecordedDenials {
    /** The question that finds them. */
    public static final RecordFilter DENIALS = RecordFilter.parse("disposition=\"deny\"");

    private final RecordReader records;

    public RecordedDenials(RecordReader records) {
        this.records = records;
    }

    /**
     * The same as nodes count it, from records.
     *
     * @param range the day
     * @param lastMinutes of these the last five minutes
     * @param withheld packets of the day that budgets kept from being recorded, by namespace; of others there were none
     */
    public record Found(
            TimeRange range,
            List<NamespaceDenials> lastDay,
            List<NamespaceDenials> lastMinutes,
            Map<String, Long> withheld) {
        public Found {
            lastDay = List.copyOf(lastDay);
            lastMinutes = List.copyOf(lastMinutes);
            withheld = Map.copyOf(withheld);
        }

        /** Whether more may have been denied in the namespace than is said. */
        public boolean isAtLeast(String namespace) {
            return withheld.containsKey(namespace);
        }
    }

    /** Throws {@link dev.weir.flow.store.RecordStoreException}. */
    public Found before(Instant end) {
        TimeRange day = new TimeRange(Stretches.DAY.begin(end), end);
        TimeRange minutes = new TimeRange(Stretches.MINUTES.begin(end), end);
        return new Found(day, denials(day, Stretches.DAY), denials(minutes, Stretches.MINUTES), withheld(day));
    }

    private Map<String, Long> withheld(TimeRange day) {
        return records.withheld(day, Stretches.DAY.length()).stream()
                .filter(count -> count.denied() > 0)
                .collect(
                        Collectors.groupingBy(WithheldCount::namespace, Collectors.summingLong(WithheldCount::denied)));
    }

    private List<NamespaceDenials> denials(TimeRange range, Stretches stretches) {
        Map<String, Series> found = new TreeMap<>();
        records.denied(range, stretches.length())
                .forEach(bar -> found.computeIfAbsent(bar.namespace(), unused -> new Series(stretches.number()))
                        .add(bar, range.from(), stretches));
        return found.entrySet().stream()
                .map(entry -> entry.getValue().of(entry.getKey()))
                .toList();
    }

    /** Of one namespace. */
    private static final class Series {
        private final long[] packets;
        private long ingress;
        private long egress;

        Series(int stretches) {
            packets = new long[stretches];
        }

        void add(DeniedBar bar, Instant first, Stretches stretches) {
            long since = Duration.between(first, bar.start()).toMillis();
            packets[Math.toIntExact(since / stretches.length().toMillis())] += bar.packets();
            if (bar.direction() == Direction.INGRESS) {
                ingress += bar.packets();
            } else {
                egress += bar.packets();
            }
        }

        NamespaceDenials of(String namespace) {
            return new NamespaceDenials(
                    namespace, ingress, egress, LongStream.of(packets).boxed().toList());
        }
    }
}
