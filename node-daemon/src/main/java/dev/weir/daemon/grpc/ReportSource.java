package dev.weir.daemon.grpc;

import dev.weir.daemon.count.Counts;
import dev.weir.daemon.datapath.DatapathState;
import dev.weir.daemon.datapath.Enforcement;
import dev.weir.daemon.flow.LoggingChanges;
import dev.weir.daemon.flow.RecordAccount;
import dev.weir.daemon.flow.RecordActivity;
import java.util.concurrent.CompletableFuture;

/** What the daemon knows of its node, for its report. */
public interface ReportSource {
    CompletableFuture<Enforcement.Status> enforcement();

    Measurements measurements();

    /** What was counted and changed after that version; 0 = everything. */
    Counts counts(long version);

    /**
     * @param rssBytes of this process
     */
    record Measurements(
            DatapathState datapath,
            RecordAccount.Totals records,
            RecordActivity.Totals activity,
            LoggingChanges.State logging,
            long rssBytes) {}
}
