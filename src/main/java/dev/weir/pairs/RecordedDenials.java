package dev.weir.pairs;

import dev.weir.counts.NamespaceDenials;
import dev.weir.counts.Stretches;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.PairPort;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.TimeRange;
import dev.weir.flow.store.WithheldCount;
import dev.weir.net.Direction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was denied before an instant, by namespace, as far as it was recorded: what nodes count goes on, and has no past. */
public final class RecordedDenials {
    /** The question that finds them. */
    public static final RecordFilter DENIALS = RecordFilter.parse("disposition=\"deny\"");

    /** Of more pairs and ports in one stretch those with the fewest packets are not looked at. */
    private static final int PAIRS = 10_000;

    private final RecordReader records;

    public RecordedDenials(RecordReader records) {
        this.records = records;
    }

    /**
     * The same as nodes count it, from records.
     *
     * @param range the day
     * @param lastMinutes of these the last five minutes; the time as one stretch
     * @param withheld packets of the day that budgets kept from being recorded, by namespace; of others there were none
     * @param bounded whether there were too many pairs to look at all of them
     */
    public record Found(
            TimeRange range,
            List<NamespaceDenials> lastDay,
            List<NamespaceDenials> lastMinutes,
            Map<String, Long> withheld,
            boolean bounded) {
        public Found {
            lastDay = List.copyOf(lastDay);
            lastMinutes = List.copyOf(lastMinutes);
            withheld = Map.copyOf(withheld);
        }

        /** Whether more may have been denied in the namespace than is said. */
        public boolean isAtLeast(String namespace) {
            return bounded || withheld.containsKey(namespace);
        }
    }

    /** Throws {@link dev.weir.flow.store.RecordStoreException}. */
    public Found before(Instant end) {
        TimeRange day = new TimeRange(Stretches.DAY.begin(end), end);
        Sum halfHours = sum(stretches(day));
        Sum minutes = sum(List.of(new TimeRange(Stretches.MINUTES.begin(end), end)));
        return new Found(
                day, halfHours.denials(), minutes.denials(), withheld(day), halfHours.bounded || minutes.bounded);
    }

    private static List<TimeRange> stretches(TimeRange day) {
        List<TimeRange> stretches = new ArrayList<>();
        Instant from = day.from();
        for (int i = 0; i < Stretches.DAY.number(); i++) {
            Instant next = from.plus(Stretches.DAY.length());
            stretches.add(new TimeRange(from, next.isBefore(day.to()) ? next : day.to()));
            from = next;
        }
        return stretches;
    }

    private Map<String, Long> withheld(TimeRange day) {
        return records.withheld(day, Stretches.DAY.length()).stream()
                .filter(count -> count.denied() > 0)
                .collect(
                        Collectors.groupingBy(WithheldCount::namespace, Collectors.summingLong(WithheldCount::denied)));
    }

    private Sum sum(List<TimeRange> stretches) {
        Sum sum = new Sum(stretches.size());
        for (int i = 0; i < stretches.size(); i++) {
            if (!stretches.get(i).length().isZero()) {
                sum.add(i, records.pairPorts(DENIALS, stretches.get(i), PAIRS));
            }
        }
        return sum;
    }

    /** Adds up by the namespace whose policies judged. */
    private static final class Sum {
        private final Map<String, Map<Direction, long[]>> packets = new TreeMap<>();
        private final int stretches;
        private boolean bounded;

        Sum(int stretches) {
            this.stretches = stretches;
        }

        void add(int stretch, List<PairPort> ports) {
            bounded |= ports.size() >= PAIRS;
            for (PairPort port : ports) {
                Direction direction = port.judged().direction();
                String namespace = direction == Direction.INGRESS
                        ? port.pair().destination().namespace()
                        : port.pair().source().namespace();
                if (namespace != null) { // The other end's namespace may be one that the reader does not see.
                    packets.computeIfAbsent(namespace, unused -> new TreeMap<>())
                                    .computeIfAbsent(direction, unused -> new long[stretches])[stretch] +=
                            port.pair().events();
                }
            }
        }

        List<NamespaceDenials> denials() {
            return packets.entrySet().stream()
                    .map(entry -> denials(entry.getKey(), entry.getValue()))
                    .toList();
        }

        private NamespaceDenials denials(String namespace, Map<Direction, long[]> denied) {
            long[] none = new long[stretches];
            long[] in = denied.getOrDefault(Direction.INGRESS, none);
            long[] out = denied.getOrDefault(Direction.EGRESS, none);
            List<Long> series = new ArrayList<>();
            for (int i = 0; i < stretches; i++) {
                series.add(in[i] + out[i]);
            }
            return new NamespaceDenials(namespace, total(in), total(out), series);
        }

        private static long total(long[] series) {
            long total = 0;
            for (long count : series) {
                total += count;
            }
            return total;
        }
    }
}
