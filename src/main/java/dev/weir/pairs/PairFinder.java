package dev.weir.pairs;

import dev.weir.cluster.ClusterView;
import dev.weir.counts.PairVerdicts;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.PairCount;
import dev.weir.flow.store.PairPort;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.TimeRange;
import dev.weir.pairs.PairQuestion.Scope;
import dev.weir.pairs.TalkingPair.Ends;
import dev.weir.pairs.TalkingPair.Novelty;
import dev.weir.visible.VisibleCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds who talked to whom. The store is asked once for the time and once for the week before it, however many pairs there are; counts, which
 * have no beginning that could be chosen, stand beside the records and add pairs of which no record tells.
 */
public final class PairFinder {
    /** How many ports of pairs are added up at most. */
    static final int MOST_PORTS = 10_000;

    private static final Duration BEFORE = Duration.ofDays(7);

    private final RecordReader records;
    private final VisibleCounts counts;
    private final ClusterView cluster;

    public PairFinder(RecordReader records, VisibleCounts counts, ClusterView cluster) {
        this.records = records;
        this.counts = counts;
        this.cluster = cluster;
    }

    /** Throws {@link dev.weir.flow.filter.FilterSyntaxException} and {@link dev.weir.flow.store.RecordStoreException}. */
    public Pairs find(PairQuestion question, int limit) {
        RecordFilter filter = question.recordFilter();
        List<PairPort> spoken = records.pairPorts(filter, question.range(), MOST_PORTS);
        Map<Ends, PairSum> sums = new TreeMap<>();
        spoken.forEach(port -> {
            Ends ends = Ends.of(port.pair());
            sum(sums, ends, question).add(ends, port);
        });
        if (question.filter().isBlank()) {
            counted(question).forEach(pair -> {
                Ends ends = new Ends(Talker.of(pair.source()), Talker.of(pair.destination()));
                sum(sums, ends, question).add(ends, pair);
            });
        }
        sums.values().removeIf(sum -> !sum.spoke());
        List<TalkingPair> pairs = pairs(sums, past(filter, question)).stream()
                .filter(question.wanted().show()::shows)
                .sorted(question.wanted().order().comparator())
                .toList();
        List<TalkingPair> shown = pairs.stream().limit(limit).toList();
        return new Pairs(question.wanted().scope(), shown, pairs.size() - shown.size(), spoken.size() == MOST_PORTS);
    }

    /** For pictures, which hold so many pairs and no more: by namespace when there are more. */
    public Pairs few(PairQuestion question, int limit, int most) {
        Pairs found = find(question, Math.min(limit, most + 1));
        return found.pairs().size() <= most ? found : find(question.of(Scope.NAMESPACE), most);
    }

    /** The same for pictures of another measure. */
    public Pairs fitting(PairQuestion question, int limit, Predicate<List<TalkingPair>> fits) {
        Pairs found = find(question, limit);
        return fits.test(found.pairs()) ? found : find(question.of(Scope.NAMESPACE), limit);
    }

    private List<PairVerdicts> counted(PairQuestion question) {
        return counts.pairs().stream()
                .filter(pair -> question.hasEndIn(
                        pair.source().namespace(), pair.destination().namespace()))
                .toList();
    }

    private static PairSum sum(Map<Ends, PairSum> sums, Ends ends, PairQuestion question) {
        return sums.computeIfAbsent(scoped(ends, question), unused -> new PairSum(question.range()));
    }

    private static Ends scoped(Ends ends, PairQuestion question) {
        return question.wanted().scope() == Scope.NAMESPACE ? ends.widened() : ends;
    }

    private List<TalkingPair> pairs(Map<Ends, PairSum> sums, Past past) {
        Guards guards = new Guards(cluster.current());
        return sums.entrySet().stream()
                .map(entry -> new TalkingPair(
                        entry.getKey(),
                        entry.getValue().seen(),
                        entry.getValue().recorded(),
                        entry.getValue().counted(),
                        past.novelty(entry.getKey(), entry.getValue()),
                        guards.of(entry.getValue().parts())))
                .toList();
    }

    /** What was recorded in the week before. */
    private Past past(RecordFilter filter, PairQuestion question) {
        Instant from = question.range().from();
        List<PairCount> before = records.topPairs(filter, TimeRange.before(from, BEFORE), MOST_PORTS);
        Instant oldest = records.stats().oldest();
        return new Past(
                before.stream().map(pair -> scoped(Ends.of(pair), question)).collect(Collectors.toSet()),
                oldest != null && oldest.isBefore(from) && before.size() < MOST_PORTS);
    }

    /** @param tells whether a pair that is not in it did not speak */
    private record Past(Set<Ends> pairs, boolean tells) {
        Novelty novelty(Ends ends, PairSum sum) {
            if (pairs.contains(ends) || sum.countedBefore()) {
                return Novelty.SEEN_BEFORE;
            }
            return tells ? Novelty.NEW : Novelty.UNKNOWN;
        }
    }
}
