package dev.weir.pairs;

import dev.weir.cluster.ClusterSnapshot;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        return pairs(heard(question), question, limit);
    }

    /** Whose policies the pairs are held against. */
    ClusterSnapshot cluster(PairQuestion question) {
        return question.asOf() == null ? cluster.current() : question.asOf();
    }

    /** For pictures, which hold so many pairs and no more: by namespace when there are more. */
    public Pairs few(PairQuestion question, int limit, int most) {
        Heard heard = heard(question);
        Pairs found = pairs(heard, question, Math.min(limit, most + 1));
        return found.pairs().size() <= most ? found : pairs(heard, question.of(Scope.NAMESPACE), most);
    }

    /** The same for pictures of another measure. */
    public Pairs fitting(PairQuestion question, int limit, Predicate<List<TalkingPair>> fits) {
        Heard heard = heard(question);
        Pairs found = pairs(heard, question, limit);
        return found.scope() == Scope.NAMESPACE || fits.test(found.pairs())
                ? found
                : pairs(heard, question.of(Scope.NAMESPACE), limit);
    }

    /**
     * What is known of the time and of the week before, of whichever scope.
     *
     * @param tells whether a pair that is not among those before did not speak then
     */
    private record Heard(List<PairPort> spoken, List<PairVerdicts> counted, List<PairCount> before, boolean tells) {}

    private Heard heard(PairQuestion question) {
        RecordFilter filter = question.recordFilter();
        Instant from = question.range().from();
        List<PairCount> before = records.topPairs(filter, TimeRange.before(from, BEFORE), MOST_PORTS);
        Instant oldest = records.stats().oldest();
        return new Heard(
                records.pairPorts(filter, question.range(), MOST_PORTS),
                question.hasCounts() ? counted(question) : List.of(),
                before,
                oldest != null && oldest.isBefore(from) && before.size() < MOST_PORTS);
    }

    private List<PairVerdicts> counted(PairQuestion question) {
        return counts.pairs().stream()
                .filter(pair -> question.hasEndIn(
                        pair.source().namespace(), pair.destination().namespace()))
                .toList();
    }

    private Pairs pairs(Heard heard, PairQuestion question, int limit) {
        Guards guards = Guards.of(cluster(question));
        List<TalkingPair> pairs = pairs(sums(heard, question), past(heard, question), guards).stream()
                .filter(question.wanted().show()::shows)
                .sorted(question.wanted().order().comparator())
                .toList();
        List<TalkingPair> shown = pairs.stream().limit(limit).toList();
        return new Pairs(
                question.wanted().scope(),
                shown,
                pairs.size() - shown.size(),
                heard.spoken().size() == MOST_PORTS);
    }

    /** In no order: pairs are put in order when they are whole. */
    private static Map<Ends, PairSum> sums(Heard heard, PairQuestion question) {
        Map<Ends, PairSum> sums = new HashMap<>();
        heard.spoken().forEach(port -> {
            Ends ends = Ends.of(port.pair());
            sum(sums, ends, question).add(ends, port);
        });
        heard.counted().forEach(pair -> {
            Ends ends = new Ends(Talker.of(pair.source()), Talker.of(pair.destination()));
            sum(sums, ends, question).add(ends, pair);
        });
        sums.values().removeIf(sum -> !sum.spoke());
        return sums;
    }

    private static PairSum sum(Map<Ends, PairSum> sums, Ends ends, PairQuestion question) {
        return sums.computeIfAbsent(scoped(ends, question), unused -> new PairSum(question.range()));
    }

    private static Ends scoped(Ends ends, PairQuestion question) {
        return question.wanted().scope() == Scope.NAMESPACE ? ends.widened() : ends;
    }

    private static List<TalkingPair> pairs(Map<Ends, PairSum> sums, Past past, Guards guards) {
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

    private static Past past(Heard heard, PairQuestion question) {
        return new Past(
                heard.before().stream()
                        .map(pair -> scoped(Ends.of(pair), question))
                        .collect(Collectors.toSet()),
                heard.tells());
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
