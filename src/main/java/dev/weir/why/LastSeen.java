package dev.weir.why;

import dev.weir.flow.FlowPeer;
import dev.weir.flow.FlowRecord;
import dev.weir.flow.StoredRecord;
import dev.weir.flow.filter.RecordFilter;
import dev.weir.flow.store.RecordQuery;
import dev.weir.flow.store.RecordReader;
import dev.weir.flow.store.TimeRange;
import dev.weir.net.IpAddress;
import dev.weir.reach.End;
import dev.weir.reach.End.RangeEnd;
import dev.weir.reach.End.WorkloadEnd;
import dev.weir.why.WhoReaches.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections to some workloads that were recorded as allowed within a day, the newest first; of many only the newest. */
record LastSeen(List<StoredRecord> newestFirst) {
    private static final Duration DAY = Duration.ofDays(1);
    private static final int MOST = 2000;

    static LastSeen of(EndPattern to, RecordReader records, Instant until) {
        String name = to.name().isEmpty()
                ? ""
                : " AND (dest.workload_name=\"" + to.name() + "\" OR dest.pod_name=\"" + to.name() + "\")";
        RecordFilter filter = RecordFilter.parse("disposition=\"allow\" AND connection.direction=\"ingress\""
                + " AND dest.namespace=\"" + to.namespace() + "\"" + name);
        return new LastSeen(records.query(RecordQuery.newest(filter, TimeRange.before(until, DAY), MOST))
                .records());
    }

    @Nullable
    Seen of(End from, End to) {
        List<StoredRecord> own = newestFirst.stream()
                .filter(stored -> isOf(
                                from,
                                stored.record().source(),
                                stored.record().connection().source())
                        && isOf(
                                to,
                                stored.record().destination(),
                                stored.record().connection().destination()))
                .toList();
        if (own.isEmpty()) {
            return null;
        }
        FlowRecord last = own.getFirst().record();
        return new Seen(last.time(), own.size(), own.getFirst().id());
    }

    private static boolean isOf(End end, FlowPeer peer, IpAddress address) {
        return switch (end) {
            case WorkloadEnd workload -> peer instanceof FlowPeer.PodEnd pod && workload.equals(workload(pod));
            case RangeEnd range ->
                !(peer instanceof FlowPeer.PodEnd || peer instanceof FlowPeer.HiddenEnd)
                        && range.range().contains(address)
                        && range.except().stream().noneMatch(hole -> hole.contains(address));
        };
    }

    private static WorkloadEnd workload(FlowPeer.PodEnd end) {
        return end.workload() == null
                ? new WorkloadEnd(end.pod().namespace(), "Pod", end.pod().name())
                : new WorkloadEnd(
                        end.pod().namespace(),
                        end.workload().kind(),
                        end.workload().name());
    }
}
