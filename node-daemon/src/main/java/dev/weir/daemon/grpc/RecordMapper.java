package dev.weir.daemon.grpc;

import dev.weir.daemon.flow.LatencyHistogram;
import dev.weir.daemon.flow.RecordAccount.DenialLines;
import dev.weir.daemon.flow.RecordAccount.Entry;
import dev.weir.daemon.flow.RecordAccount.Loss;
import dev.weir.daemon.flow.RecordAccount.Totals;
import dev.weir.daemon.flow.RecordActivity;
import dev.weir.daemon.flow.Withheld;
import dev.weir.proto.v1.Latency;
import dev.weir.proto.v1.NamespaceAccounting;
import dev.weir.proto.v1.Record;
import dev.weir.proto.v1.RecordAccounting;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The account of records, and what was withheld, as they travel. */
final class RecordMapper {
    private RecordMapper() {}

    static Record record(long sequence, Withheld withheld) {
        return Record.newBuilder()
                .setSequence(sequence)
                .setTimestamp(Timestamps.of(withheld.second()))
                .setWithheld(dev.weir.proto.v1.Withheld.newBuilder()
                        .setNamespace(withheld.namespace())
                        .setAllowed(withheld.allowed())
                        .setDenied(withheld.denied()))
                .build();
    }

    static RecordAccounting accounting(Totals totals, long unreported) {
        var node = totals.node();
        var out = RecordAccounting.newBuilder()
                .setOffered(node.offered())
                .setWritten(node.written())
                .setAggregated(node.aggregated())
                .putAllLost(lost(node))
                .setUnreported(unreported);
        totals.namespaces()
                .forEach((namespace, entry) -> out.addNamespaces(NamespaceAccounting.newBuilder()
                        .setNamespace(namespace)
                        .setWritten(entry.written())
                        .setAggregated(entry.aggregated())
                        .putAllLost(lost(entry))
                        .setDenials(denials(entry))));
        return out.build();
    }

    private static dev.weir.proto.v1.DenialLines denials(Entry entry) {
        return dev.weir.proto.v1.DenialLines.newBuilder()
                .setLines(entry.denials().lines())
                .setEvents(entry.denials().events())
                .build();
    }

    private static Map<String, Long> lost(Entry entry) {
        var lost = new HashMap<String, Long>();
        entry.lost().forEach((reason, count) -> lost.put(reason.label(), count));
        return lost;
    }

    /** Before there were accounts of namespaces, only the node's was saved. */
    static Totals totals(RecordAccounting saved) {
        var entries = new HashMap<String, Entry>();
        saved.getNamespacesList()
                .forEach(of -> entries.put(
                        of.getNamespace(),
                        new Entry(
                                of.getWritten(),
                                of.getAggregated(),
                                lost(of.getLostMap()),
                                new DenialLines(
                                        of.getDenials().getLines(),
                                        of.getDenials().getEvents()))));
        if (entries.isEmpty() && saved.getOffered() > 0) {
            entries.put(
                    "",
                    new Entry(saved.getWritten(), saved.getAggregated(), lost(saved.getLostMap()), DenialLines.NONE));
        }
        return new Totals(entries);
    }

    private static Map<Loss, Long> lost(Map<String, Long> byLabel) {
        var lost = new EnumMap<Loss, Long>(Loss.class);
        for (var reason : Loss.values()) {
            var count = byLabel.getOrDefault(reason.label(), 0L);
            if (count > 0) {
                lost.put(reason, count);
            }
        }
        return lost;
    }

    static dev.weir.proto.v1.RecordActivity activity(RecordActivity.Totals totals) {
        return dev.weir.proto.v1.RecordActivity.newBuilder()
                .setAllowedEvents(totals.events().allowed())
                .setDeniedEvents(totals.events().denied())
                .setAllowedLines(totals.lines().allowed())
                .setDeniedLines(totals.lines().denied())
                .setUnresolved(totals.unresolved())
                .setAllowLatencyUs(latency(totals.allowLatency()))
                .setDenyLatencyS(latency(totals.denyLatency()))
                .build();
    }

    private static Latency latency(LatencyHistogram.Counts counts) {
        return Latency.newBuilder()
                .addAllBounds(counts.bounds())
                .addAllCounts(counts.counts())
                .setSum(counts.sum())
                .build();
    }
}
