package dev.weir.pairs;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.TimeRange;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which pairs.
 *
 * @param namespaces with an end in one of them; empty = all
 * @param filter of the records, as text; when there is one, counts do not fit and are left out
 * @param asOf the cluster by whose policies pairs are guarded; with one, counts are left out, because they go on. Null = as it is now
 */
public record PairQuestion(
        List<String> namespaces,
        String filter,
        TimeRange range,
        Wanted wanted,
        @Nullable ClusterSnapshot asOf) {

    public PairQuestion(List<String> namespaces, String filter, TimeRange range, Wanted wanted) {
        this(namespaces, filter, range, wanted, null);
    }

    /** Which pairs of these, and how. */
    public record Wanted(Scope scope, Show show, Order order) {
        public static final Wanted ALL = new Wanted(Scope.WORKLOAD, Show.ALL, Order.BUSIEST);

        public Wanted with(Scope other) {
            return new Wanted(other, show, order);
        }

        public Wanted with(Show other) {
            return new Wanted(scope, other, order);
        }
    }

    /** What the ends of a pair are. */
    public enum Scope {
        WORKLOAD,
        NAMESPACE
    }

    /** Which pairs are shown. */
    public enum Show {
        ALL,
        ALLOWED,
        DENIED,
        WOULD_DENY,
        UNGUARDED,
        NEW;

        boolean shows(TalkingPair pair) {
            return switch (this) {
                case ALL -> true;
                case ALLOWED -> pair.seen().allowed();
                case DENIED -> pair.seen().denied();
                case WOULD_DENY -> pair.seen().wouldDeny();
                case UNGUARDED -> pair.guard().state() == TalkingPair.Guard.State.UNGUARDED;
                case NEW -> pair.novelty() == TalkingPair.Novelty.NEW;
            };
        }
    }

    /** Which pairs come first; the limit leaves out the last. */
    public enum Order {
        BUSIEST(Comparator.comparingLong(Order::packetsAndConnections).reversed()),
        DENIED(Comparator.comparingLong(
                        (TalkingPair pair) -> pair.recorded().sides().denied())
                .reversed()
                .thenComparing(pair -> !pair.seen().denied())),
        LATEST(Comparator.comparing(
                        (TalkingPair pair) -> pair.seen().last(),
                        Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
                .reversed()),
        NEW(Comparator.comparing((TalkingPair pair) -> pair.novelty() != TalkingPair.Novelty.NEW)
                .thenComparing(BUSIEST.first)),
        NAME(Comparator.comparing(TalkingPair::ends));

        private final Comparator<TalkingPair> first;

        Order(Comparator<TalkingPair> first) {
            this.first = first;
        }

        Comparator<TalkingPair> comparator() {
            return first.thenComparing(TalkingPair::ends);
        }

        private static long packetsAndConnections(TalkingPair pair) {
            return pair.recorded().sides().allowed() + pair.recorded().sides().denied();
        }
    }

    public PairQuestion {
        namespaces = namespaces.stream()
                .filter(name -> !name.isBlank())
                .map(String::strip)
                .distinct()
                .toList();
    }

    /** Throws {@link dev.weir.flow.filter.FilterSyntaxException}. */
    public RecordFilter recordFilter() {
        RecordFilter written = RecordFilter.parse(filter);
        if (namespaces.isEmpty()) {
            return written;
        }
        return written.and(RecordFilter.parse(namespaces.stream()
                .map(Talker::quoted)
                .map(name -> "src.namespace=" + name + " OR dest.namespace=" + name)
                .collect(Collectors.joining(" OR "))));
    }

    /** Counts have no time that could be chosen, and no filter. */
    boolean hasCounts() {
        return asOf == null && filter.isBlank();
    }

    boolean hasEndIn(String one, String other) {
        return namespaces.isEmpty() || namespaces.contains(one) || namespaces.contains(other);
    }

    PairQuestion of(Scope wider) {
        return new PairQuestion(namespaces, filter, range, wanted.with(wider), asOf);
    }
}
