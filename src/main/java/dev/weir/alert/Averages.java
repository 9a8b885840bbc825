package dev.weir.alert;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The usual rate of each workload: an average in which the last day counts most. While the watch is younger it is an average of its
 * whole time, but of an hour at least, so that what begins now does not become usual at once.
 */
public final class Averages implements Baselines {
    private static final int MOST = 10_000;
    private static final double NOTHING = 0.001;
    private static final Duration AT_LEAST = Duration.ofHours(1);
    private static final Duration AT_MOST = Duration.ofHours(24);

    private final Map<String, Double> rates = new TreeMap<>();

    Averages(Map<String, Double> rates) {
        this.rates.putAll(rates);
    }

    public synchronized double rate(AlertSubject subject) {
        return rates.getOrDefault(subject.toString(), 0.0);
    }

    /**
     * Time has passed with these rates; for everybody else with none.
     *
     * @param watched for how long there has been a watch
     */
    public synchronized void pass(Map<AlertSubject, Double> current, Duration elapsed, Duration watched) {
        double weight =
                1 - Math.exp(-(double) elapsed.toMillis() / span(watched).toMillis());
        Map<String, Double> values = new HashMap<>();
        current.forEach((subject, rate) -> values.put(subject.toString(), rate));
        rates.replaceAll((subject, rate) -> rate + weight * (values.getOrDefault(subject, 0.0) - rate));
        values.forEach((subject, rate) -> {
            if (rates.size() < MOST) {
                rates.putIfAbsent(subject, weight * rate);
            }
        });
        rates.values().removeIf(rate -> rate < NOTHING);
    }

    private static Duration span(Duration watched) {
        Duration longer = watched.compareTo(AT_LEAST) < 0 ? AT_LEAST : watched;
        return longer.compareTo(AT_MOST) > 0 ? AT_MOST : longer;
    }

    @Override
    public synchronized List<Baseline> list() {
        return rates.entrySet().stream()
                .map(entry -> new Baseline(WorkloadName.subject(entry.getKey()), entry.getValue(), List.of()))
                .toList();
    }

    @Override
    public synchronized void put(Baseline baseline) {
        Double rate = baseline.rate();
        if (rate == null
                || !(rate >= 0)
                || rate > 1e9
                || !baseline.destinations().isEmpty()) {
            throw new AlertException("The baseline of this rule is a rate, 0 or more.");
        }
        rates.put(baseline.subject().toString(), rate);
    }

    @Override
    public synchronized boolean remove(AlertSubject subject) {
        return rates.remove(subject.toString()) != null;
    }

    synchronized Map<String, Double> copy() {
        return new TreeMap<>(rates);
    }
}
