package dev.weir.alert.detect;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.weir.alert.AlertRule;
import dev.weir.alert.AlertSubject;
import dev.weir.alert.Averages;
import dev.weir.alert.Detector;
import dev.weir.alert.Evidence;
import dev.weir.alert.Finding;
import dev.weir.alert.Look;
import dev.weir.alert.Looked;
import dev.weir.alert.Measure;
import dev.weir.flow.store.PairCount;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.store.TimeRange;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Workloads at which far more packets are denied than usual, and from whom: possibly a denial of service. */
final class DenialSpike implements Detector {
    private static final int MOST_PAIRS = 2000;

    private final RecordStore store;
    private final Averages usual;

    DenialSpike(RecordStore store, Averages usual) {
        this.store = store;
        this.usual = usual;
    }

    @Override
    public AlertRule rule() {
        return AlertRule.DENIED_SPIKE;
    }

    @Override
    public Looked look(Look look) {
        TimeRange range = TimeRange.before(look.now(), look.settings().window());
        List<PairCount> pairs = store.topPairs(Clauses.filter(Clauses.DENIED_AT_PODS), range, MOST_PAIRS);
        Map<AlertSubject, List<PairCount>> byTarget =
                pairs.stream().collect(groupingBy(pair -> AlertSubject.of(pair.destination()), TreeMap::new, toList()));
        List<Finding> findings = byTarget.entrySet().stream()
                .filter(entry -> isSpike(entry.getKey(), rate(entry.getValue(), range), look))
                .map(entry -> finding(entry.getKey(), entry.getValue(), range, look))
                .toList();
        learn(byTarget, range, look);
        return new Looked(
                findings,
                pairs.size() < MOST_PAIRS
                        ? List.of()
                        : List.of("Looked at the " + MOST_PAIRS + " pairs with most denied packets only."));
    }

    private static double rate(List<PairCount> pairs, TimeRange range) {
        return (double) pairs.stream().mapToLong(PairCount::events).sum()
                / range.length().toSeconds();
    }

    private boolean isSpike(AlertSubject target, double rate, Look look) {
        return rate >= threshold(target, look);
    }

    private double threshold(AlertSubject target, Look look) {
        return Math.max(look.settings().threshold(), look.settings().factor() * usual.rate(target));
    }

    private void learn(Map<AlertSubject, List<PairCount>> byTarget, TimeRange range, Look look) {
        Map<AlertSubject, Double> rates = new TreeMap<>();
        byTarget.forEach((target, pairs) -> rates.put(target, rate(pairs, range)));
        usual.pass(rates, look.elapsed(), Duration.between(look.watchedSince(), look.now()));
    }

    private Finding finding(AlertSubject target, List<PairCount> pairs, TimeRange range, Look look) {
        double rate = rate(pairs, range);
        PairCount most = pairs.getFirst();
        String summary = String.format(
                Locale.ROOT,
                "%.0f packets a second are denied at %s, usually %.1f; from %d %s, most of them from %s.",
                rate,
                target,
                usual.rate(target),
                pairs.size(),
                pairs.size() == 1 ? "source" : "sources",
                AlertSubject.of(most.source()));
        return new Finding(
                target,
                summary,
                new Measure(rate, threshold(target, look), usual.rate(target), rule().unit()),
                new Evidence(Clauses.DENIED + " AND " + Clauses.end("dest", target), range.from(), range.to()));
    }
}
