package dev.weir.change;

import dev.weir.counts.ClusterCounts;
import dev.weir.counts.PairVerdicts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Denials between workloads that could talk before, from the exact counters of the datapath: whether records are switched on does not matter.
 * A pair counts as one that could talk when connections were admitted and nothing was denied for an hour.
 */
final class NewDenials {
    private static final Duration QUIET = Duration.ofHours(1);
    private static final int MOST_PAIRS = 5_000;

    private final ClusterCounts counts;

    NewDenials(ClusterCounts counts) {
        this.counts = counts;
    }

    /** The busiest pairs whose judging end is in one of the namespaces. */
    List<WatchedPair> watch(Set<String> namespaces, Instant now) {
        return counts.pairs().stream()
                .filter(pair -> namespaces.contains(pair.judging().namespace()))
                .filter(pair -> couldTalk(pair, now))
                .sorted(Comparator.comparingLong(PairVerdicts::total).reversed())
                .limit(MOST_PAIRS)
                .map(WatchedPair::of)
                .toList();
    }

    private static boolean couldTalk(PairVerdicts pair, Instant now) {
        Instant denied = pair.tally().lastDenied();
        return pair.tally().allowed() > 0 && (denied == null || denied.isBefore(now.minus(QUIET)));
    }

    /** Packets denied since. */
    long since(List<WatchedPair> watched) {
        Map<List<Object>, Long> denied = new HashMap<>();
        for (PairVerdicts pair : counts.pairs()) {
            denied.put(
                    List.of(pair.source(), pair.destination(), pair.direction().label()),
                    pair.tally().denied());
        }
        return watched.stream()
                .mapToLong(pair -> Math.max(
                        0,
                        denied.getOrDefault(List.of(pair.source(), pair.destination(), pair.direction()), 0L)
                                - pair.denied()))
                .sum();
    }
}
