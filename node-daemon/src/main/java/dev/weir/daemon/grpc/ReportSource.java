package dev.weir.daemon.grpc;

import dev.weir.daemon.count.Counts;
import dev.weir.daemon.datapath.Enforcement;
import dev.weir.daemon.datapath.MapUsage;
import dev.weir.daemon.flow.LoggingChanges;
import dev.weir.daemon.flow.RecordAccount;
import dev.weir.daemon.flow.RecordActivity;
import dev.weir.daemon.layout.DropReason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What the daemon knows of its node, for its report. */
public interface ReportSource {
    CompletableFuture<Enforcement.Status> enforcement();

    Measurements measurements();

    /** What was counted and changed after that version; 0 = everything. */
    Counts counts(long version);

    /**
     * @param usage of the maps that the datapath itself fills
     * @param rssBytes of this process
     */
    record Measurements(
            List<MapUsage> usage,
            RecordAccount.Totals records,
            RecordActivity.Totals activity,
            LoggingChanges.State logging,
            Map<DropReason, Long> drops,
            long rssBytes) {}
}
