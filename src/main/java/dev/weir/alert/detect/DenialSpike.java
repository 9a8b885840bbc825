package dev.weir.alert.detect;

import static java.util.stream.Collectors.toMap;

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
import java.util.TreeSet;

/**
 * Workloads at which far more packets are denied than usual, and from whom: possibly a denial of service. Both the nodes' counters and the records
 * are asked, because neither counts too much: counters leave out pairs beyond those that a node tells apart, records what is not logged.
 */
final class DenialSpike implements Detector {
    private static final int MOST_PAIRS = 2000;

    private final RecordStore store;
    private final CountedDenials counted;
    private final Averages usual;

    /** What was denied at a workload. */
    private record Denied(Map<AlertSubject, Long> counted, Map<AlertSubject, Long> recorded) {
        private static long sum(Map<AlertSubject, Long> bySource) {
            return bySource.values().stream().mapToLong(Long::longValue).sum();
        }

        double rate(TimeRange range) {
            return (double) Math.max(sum(counted), sum(recorded))
                    / range.length().toSeconds();
        }

        /** Records tell addresses; counters know only that one is outside. */
        Map<AlertSubject, Long> sources() {
            return recorded.isEmpty() ? counted : recorded;
        }

        AlertSubject mostActive() {
            return sources().entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
        }
    }

    DenialSpike(RecordStore store, CountedDenials counted, Averages usual) {
        this.store = store;
        this.counted = counted;
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
        Map<AlertSubject, Denied> byTarget = byTarget(counted.within(look), recorded(pairs));
        List<Finding> findings = byTarget.entrySet().stream()
                .filter(entry -> entry.getValue().rate(range) >= threshold(entry.getKey(), look))
                .map(entry -> finding(entry.getKey(), entry.getValue(), range, look))
                .toList();
        learn(byTarget, range, look);
        return new Looked(
                findings,
                pairs.size() < MOST_PAIRS
                        ? List.of()
                        : List.of("Looked at the records of the " + MOST_PAIRS
                                + " pairs with most denied packets only; counters are of all."));
    }

    private static Map<AlertSubject, Map<AlertSubject, Long>> recorded(List<PairCount> pairs) {
        Map<AlertSubject, Map<AlertSubject, Long>> byTarget = new TreeMap<>();
        pairs.forEach(pair -> byTarget.computeIfAbsent(AlertSubject.of(pair.destination()), unused -> new TreeMap<>())
                .merge(AlertSubject.of(pair.source()), pair.events(), Long::sum));
        return byTarget;
    }

    private static Map<AlertSubject, Denied> byTarget(
            Map<AlertSubject, Map<AlertSubject, Long>> counted, Map<AlertSubject, Map<AlertSubject, Long>> recorded) {
        TreeSet<AlertSubject> targets = new TreeSet<>(counted.keySet());
        targets.addAll(recorded.keySet());
        return targets.stream()
                .collect(toMap(
                        target -> target,
                        target -> new Denied(
                                counted.getOrDefault(target, Map.of()), recorded.getOrDefault(target, Map.of())),
                        (one, same) -> one,
                        TreeMap::new));
    }

    private double threshold(AlertSubject target, Look look) {
        return Math.max(look.settings().threshold(), look.settings().factor() * usual.rate(target));
    }

    private void learn(Map<AlertSubject, Denied> byTarget, TimeRange range, Look look) {
        Map<AlertSubject, Double> rates = new TreeMap<>();
        byTarget.forEach((target, denied) -> rates.put(target, denied.rate(range)));
        usual.pass(rates, look.elapsed(), Duration.between(look.watchedSince(), look.now()));
    }

    private Finding finding(AlertSubject target, Denied denied, TimeRange range, Look look) {
        double rate = denied.rate(range);
        String summary = String.format(
                Locale.ROOT,
                "%.0f packets a second are denied at %s, usually %.1f; from %s, most of them from %s.%s",
                rate,
                target,
                usual.rate(target),
                Amounts.of(denied.sources().size(), "source", "sources"),
                denied.mostActive(),
                denied.recorded().isEmpty() ? " They were counted, but no record tells of them." : "");
        return new Finding(
                target,
                summary,
                new Measure(rate, threshold(target, look), usual.rate(target), rule().unit()),
                new Evidence(Clauses.DENIED + " AND " + Clauses.end("dest", target), range.from(), range.to()));
    }
}
