package dev.weir.recommendation;

import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.TimeRange;
import dev.weir.net.IpAddress;
import dev.weir.simulation.Recordings;
import dev.weir.simulation.Recordings.Recorded;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The newest records are those of whoever talks most, and what happens once a day is not among them: a policy without it breaks just that. So it
 * is asked again without the busiest, until nobody new can be crowded out or it was asked often enough.
 */
final class RareTalks {
    private static final int ROUNDS = 4;
    private static final int MOST_LEFT_OUT = 60;
    /** A filter with this and the namespace in front is read. */
    private static final int LONGEST = 15_000;

    private final Recordings recordings;

    RareTalks(Recordings recordings) {
        this.recordings = recordings;
    }

    /** With the rare ones, newest first in each round; still cut if the first round was, as the busy ones are not all there. */
    Recorded find(String namespace, TimeRange window) {
        Recorded first = recordings.find(Set.of(namespace), window);
        Map<String, StoredRecord> found = new LinkedHashMap<>();
        first.records().forEach(stored -> found.put(stored.id(), stored));
        boolean more = first.cut();
        for (int round = 1; more && round < ROUNDS; round++) {
            Recorded next = recordings.find(Set.of(namespace), window, withoutTheBusiest(found.values()));
            next.records().forEach(stored -> found.putIfAbsent(stored.id(), stored));
            more = next.cut();
        }
        return new Recorded(List.copyOf(found.values()), window, first.cut());
    }

    private static RecordFilter withoutTheBusiest(Collection<StoredRecord> found) {
        Map<String, Integer> talks = new HashMap<>();
        found.forEach(stored -> talks.merge(talk(stored.record()), 1, Integer::sum));
        List<String> busiest = talks.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_LEFT_OUT)
                .map(Map.Entry::getKey)
                .toList();
        List<String> clauses = new ArrayList<>();
        int length = 0;
        for (String talk : busiest) {
            length += talk.length() + " OR ".length();
            if (length < LONGEST) {
                clauses.add(talk);
            }
        }
        return RecordFilter.parse("NOT (" + String.join(" OR ", clauses) + ")");
    }

    /** The filter of what is like it: between the same two on the same port. */
    private static String talk(FlowRecord flow) {
        FlowRecord.Connection connection = flow.connection();
        return "(" + end("src", flow.source(), connection.source()) + " AND "
                + end("dest", flow.destination(), connection.destination())
                + " AND connection.protocol=\"" + connection.protocol() + "\" AND connection.dest_port="
                + connection.destinationPort() + ")";
    }

    private static String end(String side, FlowPeer peer, IpAddress address) {
        if (!(peer instanceof FlowPeer.PodEnd end)) {
            return "connection." + side + "_ip=\"" + address + "\"";
        }
        String name = end.workload() == null
                ? ".pod_name=\"" + end.pod().name()
                : ".workload_name=\"" + end.workload().name();
        return side + ".namespace=\"" + end.pod().namespace() + "\" AND " + side + name + "\"";
    }
}
