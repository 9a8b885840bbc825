package dev.weir.alert.detect;

import dev.weir.alert.AlertRule;
import dev.weir.alert.AlertSubject;
import dev.weir.alert.Detector;
import dev.weir.alert.Evidence;
import dev.weir.alert.Finding;
import dev.weir.alert.Look;
import dev.weir.alert.Looked;
import dev.weir.alert.Measure;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.PeerParts;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.FilterField;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.FacetValue;
import dev.weir.flow.store.PairCount;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordStore;
import dev.weir.flow.store.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Sources that are denied at many pods or ports. Looks at the sources with most denied records, and of each at its newest ones: who
 * scans makes a record for every target.
 */
final class Scan implements Detector {
    private static final int MOST_SOURCES = 20;
    private static final int MOST_RECORDS = 500;
    private static final FilterField SOURCE =
            RecordFilter.field("connection.src_ip").orElseThrow();

    private final RecordStore store;

    Scan(RecordStore store) {
        this.store = store;
    }

    /** What one source has tried. */
    private static final class Attempts {
        private final Set<String> targets = new TreeSet<>();
        private final Set<String> pods = new TreeSet<>();
        private final Set<Integer> ports = new TreeSet<>();

        void add(FlowRecord flow) {
            PeerParts end = PeerParts.ofDestination(flow);
            String pod =
                    end.pod() == null ? flow.connection().destination().toString() : end.namespace() + "/" + end.pod();
            int port = flow.connection().destinationPort();
            targets.add(pod + ":" + port);
            pods.add(pod);
            ports.add(port);
        }
    }

    @Override
    public AlertRule rule() {
        return AlertRule.SCAN;
    }

    @Override
    public Looked look(Look look) {
        TimeRange range = TimeRange.before(look.now(), look.settings().window());
        List<FacetValue> sources = store.facets(Clauses.filter(Clauses.DENIED), range, SOURCE, "", MOST_SOURCES);
        Map<AlertSubject, Attempts> bySource = new TreeMap<>();
        sources.stream()
                .filter(source -> source.records() >= look.settings().threshold())
                .flatMap(source -> newest(source.value(), range).stream())
                .map(StoredRecord::record)
                .forEach(flow -> bySource.computeIfAbsent(source(flow), unused -> new Attempts())
                        .add(flow));
        List<Finding> findings = new ArrayList<>();
        bySource.forEach((source, attempts) -> {
            if (attempts.targets.size() >= look.settings().threshold()) {
                findings.add(finding(source, attempts, range, look));
            }
        });
        return new Looked(
                findings,
                sources.size() < MOST_SOURCES
                        ? List.of()
                        : List.of("Looked at the " + MOST_SOURCES + " sources with most denied records only."));
    }

    private List<StoredRecord> newest(String address, TimeRange range) {
        RecordFilter filter = Clauses.filter(Clauses.DENIED + " AND connection.src_ip=" + Clauses.quoted(address));
        return store.query(RecordQuery.newest(filter, range, MOST_RECORDS)).records();
    }

    private static AlertSubject source(FlowRecord flow) {
        return AlertSubject.of(PairCount.End.of(PeerParts.ofSource(flow)));
    }

    private Finding finding(AlertSubject source, Attempts attempts, TimeRange range, Look look) {
        String summary = source + " was denied at " + Amounts.of(attempts.targets.size(), "target", "targets") + ": "
                + Amounts.of(attempts.pods.size(), "pod or address", "pods or addresses") + ", "
                + Amounts.of(attempts.ports.size(), "port", "ports") + ".";
        return new Finding(
                source,
                summary,
                new Measure(attempts.targets.size(), look.settings().threshold(), null, rule().unit()),
                new Evidence(Clauses.DENIED + " AND " + Clauses.end("src", source), range.from(), range.to()));
    }
}
