package dev.weir.simulation;

import dev.weir.cluster.ClusterSnapshot;
import dev.weir.flow.FlowPeer;
import dev.weir.flow.RecordedEnd;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.ConnectionSums;
import dev.weir.flow.store.RecordPage;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.RecordStoreException;
import dev.weir.flow.store.TimeRange;
import dev.weir.history.ClusterHistory;
import dev.weir.nodes.NodeRegistry;
import dev.weir.simulation.Simulation.BlindSpot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was recorded in a window of the pods of some namespaces, and what the records do not tell. */
public final class Recordings {
    private static final int MOST_RECORDS = 20_000;
    /** Of different connections: of records there may be any number of each. */
    public static final int MOST_CONNECTIONS = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(Recordings.class);
    private static final int MOST_NAMED = 4;

    private final ClusterHistory history;
    private final RecordReader records;
    private final NodeRegistry nodes;

    public Recordings(ClusterHistory history, RecordReader records, NodeRegistry nodes) {
        this.history = history;
        this.records = records;
        this.nodes = nodes;
    }

    /**
     * The newest first.
     *
     * @param cut whether there are more, older ones
     */
    record Recorded(List<StoredRecord> records, TimeRange window, boolean cut) {
        Recorded {
            records = List.copyOf(records);
        }

        private LookedAt lookedAt() {
            return new LookedAt(
                    window,
                    records.stream()
                            .flatMap(stored -> Stream.of(
                                    stored.record().source(), stored.record().destination()))
                            .collect(Collectors.toSet()),
                    cut
                            ? "There are more records in the window than were looked at: only its newest "
                                    + records.size() + " were judged. Take a shorter one."
                            : "");
        }
    }

    /**
     * What an answer rests on.
     *
     * @param seen everybody that it names
     * @param missing says what was left out and what to do; empty when nothing was
     */
    public record LookedAt(TimeRange window, Set<FlowPeer> seen, String missing) {
        public LookedAt {
            seen = Set.copyOf(seen);
        }

        public static LookedAt of(TimeRange window, ConnectionSums found) {
            return new LookedAt(
                    window,
                    peers(found),
                    found.complete()
                            ? ""
                            : "There are more different connections in the window than were looked at, which were "
                                    + MOST_CONNECTIONS + ". Take a shorter one.");
        }

        /** Sums share their ends, and an end's words take long to compare: so each is looked at once. */
        private static Set<FlowPeer> peers(ConnectionSums found) {
            Set<RecordedEnd> ends = Collections.newSetFromMap(new IdentityHashMap<>());
            found.sums().forEach(sum -> {
                ends.add(sum.source());
                ends.add(sum.destination());
            });
            return ends.stream().map(RecordedEnd::peer).collect(Collectors.toSet());
        }
    }

    /** All with an end in the namespace, added up. */
    public ConnectionSums connections(String namespace, TimeRange window) {
        return records.connections(concerning(Set.of(namespace)), window, MOST_CONNECTIONS);
    }

    /** With an end in one of the namespaces. When the store does not find them all in time, there are those that it found. */
    Recorded find(Set<String> namespaces, TimeRange window) {
        List<StoredRecord> found = new ArrayList<>();
        if (namespaces.isEmpty()) {
            return new Recorded(found, window, false);
        }
        boolean more;
        try {
            more = find(concerning(namespaces), window, found);
        } catch (RecordStoreException.TooMuch tooSlow) {
            LOG.info("The records of {} were not all found in time", window, tooSlow);
            more = true;
        }
        return new Recorded(
                found.stream().filter(stored -> concerns(stored, namespaces)).toList(), window, more);
    }

    /** Whether there are more. */
    private boolean find(RecordFilter filter, TimeRange window, List<StoredRecord> found) {
        RecordQuery query = RecordQuery.newest(filter, window, RecordReader.MAX_PAGE);
        while (true) {
            RecordPage page = records.query(query);
            found.addAll(page.records());
            boolean more = !page.continueToken().isEmpty();
            if (!more || found.size() >= MOST_RECORDS) {
                return more;
            }
            query = query.continuedBy(page.continueToken());
        }
    }

    /** The store takes longer to compare with many names than to give everything. */
    private static RecordFilter concerning(Set<String> namespaces) {
        return namespaces.size() > MOST_NAMED
                ? RecordFilter.ALL
                : RecordFilter.parse(namespaces.stream()
                        .map(name -> "src.namespace=\"" + name + "\" OR dest.namespace=\"" + name + "\"")
                        .collect(Collectors.joining(" OR ")));
    }

    private static boolean concerns(StoredRecord stored, Set<String> namespaces) {
        return Stream.of(stored.record().source(), stored.record().destination())
                .anyMatch(peer -> peer instanceof FlowPeer.PodEnd end
                        && namespaces.contains(end.pod().namespace()));
    }

    List<BlindSpot> blindSpots(ClusterSnapshot cluster, Set<String> namespaces, Recorded recorded) {
        return blindSpots(cluster, namespaces, recorded.lookedAt());
    }

    /** @param lookedAt of the same namespaces */
    public List<BlindSpot> blindSpots(ClusterSnapshot cluster, Set<String> namespaces, LookedAt lookedAt) {
        BlindSpots spots = new BlindSpots(cluster, namespaces);
        TimeRange window = lookedAt.window();
        if (!namespaces.isEmpty()) {
            spots.window(window, records.stats().oldest(), lookedAt.missing());
            spots.logging();
            spots.notSeen(lookedAt.seen(), history.workloadsOf(namespaces, Set.of("CronJob", "Job")));
            spots.losses(window.length().isZero() ? List.of() : records.withheld(window, window.length()));
            spots.nodes(nodes.nodes());
        }
        return spots.list();
    }
}
