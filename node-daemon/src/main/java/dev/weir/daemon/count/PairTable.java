package dev.weir.daemon.count;

import dev.weir.daemon.count.Counts.Pair;
import dev.weir.daemon.count.Counts.PairCount;
import dev.weir.daemon.count.Counts.Tally;
import dev.weir.daemon.net.Direction;
import dev.weir.daemon.net.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Pairs of workloads, so many and no more. A pair keeps its place while it is busy: a count never moves from one pair to the
 * remainder, or the remainder would seem to grow. When all places are taken, a new pair gets that of the pair that has been quiet
 * longest, if that was {@link #QUIET}; otherwise it counts among the others.
 */
final class PairTable {
    static final Duration QUIET = Duration.ofMinutes(10);

    /** One remainder. */
    record Kind(Direction direction, Verdict verdict) {}

    private final int places;
    private final Entries<Pair, PairCount> pairs = new Entries<>();
    private final Map<Kind, Long> other = new HashMap<>();
    private final Map<Kind, Long> retired = new HashMap<>();
    // Before it no pair has been quiet for long enough, so that a flood of new pairs does not look at all of them each
    // time.
    private Instant nextLook = Instant.MIN;

    PairTable(int places) {
        this.places = places;
    }

    void restore(Counts saved) {
        saved.pairs().forEach(pair -> pairs.put(pair.pair(), pair, 1));
        saved.rest().forEach(rest -> {
            var kind = new Kind(rest.direction(), rest.verdict());
            other.put(kind, rest.other());
            retired.put(kind, rest.retired());
        });
    }

    void add(Pair pair, Verdict verdict, long count, Mark mark) {
        var known = pairs.get(pair);
        if (known == null && !hasPlace(mark)) {
            other.merge(new Kind(pair.direction(), verdict), count, Long::sum);
            return;
        }
        var before = known == null ? new PairCount(pair, Tally.ZERO, mark.now()) : known;
        var tally = before.tally().plus(verdict, count, mark.now());
        pairs.put(pair, new PairCount(pair, tally, before.since()), mark.version());
    }

    private boolean hasPlace(Mark mark) {
        if (pairs.size() >= places && !mark.now().isBefore(nextLook)) {
            retireQuietest(mark);
        }
        return pairs.size() < places;
    }

    private void retireQuietest(Mark mark) {
        var quietest = pairs.values().stream().min(Comparator.comparing(PairTable::last));
        quietest.ifPresent(pair -> {
            if (last(pair).isAfter(mark.now().minus(QUIET))) {
                nextLook = last(pair).plus(QUIET);
            } else {
                pairs.remove(pair.pair(), mark.version());
                for (var verdict : Verdict.values()) {
                    var count = pair.tally().of(verdict).count();
                    retire(pair.pair().direction(), verdict, count);
                }
            }
        });
    }

    /** Counts that were never told apart. */
    void retire(Direction direction, Verdict verdict, long count) {
        retired.merge(new Kind(direction, verdict), count, Long::sum);
    }

    private static Instant last(PairCount pair) {
        var last = pair.tally().last();
        return last == null ? pair.since() : last;
    }

    Entries<Pair, PairCount> entries() {
        return pairs;
    }

    long other(Kind kind) {
        return other.getOrDefault(kind, 0L);
    }

    long retired(Kind kind) {
        return retired.getOrDefault(kind, 0L);
    }

    /** All that is known between whom, and what was given up. */
    long total(Kind kind) {
        var told = pairs.values().stream()
                .filter(pair -> pair.pair().direction() == kind.direction)
                .mapToLong(pair -> pair.tally().of(kind.verdict).count())
                .sum();
        return told + other(kind) + retired(kind);
    }
}
