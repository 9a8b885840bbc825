package dev.weir.alert.detect;

import dev.weir.alert.AlertRule;
import dev.weir.alert.AlertSubject;
import dev.weir.alert.Destination;
import dev.weir.alert.Destinations;
import dev.weir.alert.Detector;
import dev.weir.alert.Evidence;
import dev.weir.alert.Finding;
import dev.weir.alert.Look;
import dev.weir.alert.Looked;
import dev.weir.alert.Measure;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.PairCount;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.store.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Workloads that send to an address outside the cluster for the first time, admitted or not. While it learns, and for workloads with very many
 * destinations, nothing is new.
 */
final class FirstSeenEgress implements Detector {
    /** Records that arrive later than this are not looked at; a node that is away for so long is an alert of its own. */
    static final Duration LATENESS = Duration.ofMinutes(5);

    private static final int MOST_PAIRS = 5000;
    private static final int MOST_ASKED = 20;
    private static final int MOST_NAMED = 20;
    private static final int NAMED_IN_SUMMARY = 3;

    private final RecordStore store;
    private final Destinations destinations;

    FirstSeenEgress(RecordStore store, Destinations destinations) {
        this.store = store;
        this.destinations = destinations;
    }

    @Override
    public AlertRule rule() {
        return AlertRule.FIRST_SEEN_EGRESS;
    }

    @Override
    public Looked look(Look look) {
        TimeRange range = new TimeRange(look.last().minus(LATENESS), look.now());
        List<PairCount> pairs = store.topPairs(Clauses.filter(Clauses.TO_THE_INTERNET), range, MOST_PAIRS);
        FirstTimes firstTimes = new FirstTimes(range, look.isLearning() ? 0 : MOST_ASKED);
        pairs.stream().filter(pair -> pair.source().namespace() != null).forEach(pair -> see(pair, firstTimes, look));
        destinations.forget(look.now());
        List<Finding> findings = destinations
                .newSince(look.now().minus(look.settings().window()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue().size() >= look.settings().threshold())
                .map(entry -> finding(entry.getKey(), entry.getValue(), look))
                .toList();
        return new Looked(findings, notes(pairs.size(), look));
    }

    private void see(PairCount pair, FirstTimes firstTimes, Look look) {
        AlertSubject workload = AlertSubject.of(pair.source());
        String address = pair.destination().name();
        destinations.see(workload, address, look.now(), look.isLearning(), () -> firstTimes.of(workload, address));
    }

    /** When pairs first occurred in a time. Of a few it is asked exactly; of the others it was not before the beginning. */
    private final class FirstTimes {
        private final TimeRange range;
        private int left;

        FirstTimes(TimeRange range, int most) {
            this.range = range;
            left = most;
        }

        Instant of(AlertSubject workload, String address) {
            if (left == 0) {
                return range.from();
            }
            left--;
            RecordFilter filter = Clauses.filter(filter(workload, List.of(address)));
            return store.query(new RecordQuery(filter, range, RecordQuery.Order.OLDEST_FIRST, 1, "")).records().stream()
                    .map(stored -> stored.record().time())
                    .findFirst()
                    .orElse(range.from());
        }
    }

    private static String filter(AlertSubject workload, List<String> addresses) {
        return "connection.direction=\"egress\" AND " + Clauses.end("src", workload) + " AND "
                + Clauses.any("dest.instance", addresses);
    }

    private Finding finding(AlertSubject workload, Map<String, Destination> addresses, Look look) {
        Instant from = addresses.values().stream()
                .map(Destination::first)
                .min(Instant::compareTo)
                .orElse(look.last());
        List<String> named = addresses.keySet().stream().limit(MOST_NAMED).toList();
        return new Finding(
                workload,
                summary(workload, List.copyOf(addresses.keySet())),
                new Measure(
                        addresses.size(),
                        look.settings().threshold(),
                        (double) destinations.usual(workload),
                        rule().unit()),
                new Evidence(filter(workload, named), from, look.now()));
    }

    private static String summary(AlertSubject workload, List<String> addresses) {
        int more = addresses.size() - NAMED_IN_SUMMARY;
        String named =
                String.join(", ", addresses.stream().limit(NAMED_IN_SUMMARY).toList());
        return workload + " sends to the internet where it never did: " + named
                + (more > 0 ? " and " + more + " more" : "") + ".";
    }

    private List<String> notes(int pairs, Look look) {
        List<String> notes = new ArrayList<>();
        if (look.isLearning()) {
            notes.add("Learns until " + look.learnedAt() + ": what is seen before is taken for usual.");
        }
        if (pairs >= MOST_PAIRS) {
            notes.add("Looked at the " + MOST_PAIRS + " most frequent pairs only.");
        }
        List<String> full = destinations.full();
        if (!full.isEmpty()) {
            notes.add("Not watched any more, with " + Destinations.MOST_OF_ONE + " destinations and more: "
                    + String.join(", ", full.stream().limit(MOST_NAMED).toList()) + ".");
        }
        return notes;
    }
}
